/// A key whose 64 bits are spread well, though not so that nobody could choose them.
protocol SpreadKey: Equatable {
  var spread: UInt64 { get }
}

extension SpreadTable: Sendable where Key: Sendable, Value: Sendable {}
extension SpreadTable.Slot: Sendable where Key: Sendable, Value: Sendable {}

extension ObjectID: SpreadKey {
  var spread: UInt64 { first }
}

/// A dictionary for keys that are spread already: a walk over a history asks it some thirty times
/// for each commit. In one piece of memory, by open addressing.
///
/// Whoever chooses ids cannot choose where they fall: each table has a number of its own.
struct SpreadTable<Key: SpreadKey, Value> {
  fileprivate struct Slot {
    var key: Key
    var value: Value?
  }

  private var slots: [Slot] = []
  private(set) var count = 0
  private var mask = 0
  private var shift: UInt64 = 64
  private var factor = UInt64.random(in: .min ... .max) | 1

  subscript(key: Key) -> Value? {
    if count == 0 { return nil }
    return slots[place(of: key)].value
  }

  /// Keeps a value under a key, and gives the one that it had.
  @discardableResult
  mutating func put(_ key: Key, _ value: Value) -> Value? {
    // Half of it stays empty, so that searches are short.
    if count * 2 >= slots.count { grow(key) }
    let place = place(of: key)
    let earlier = slots[place].value
    if earlier == nil { count += 1 }
    slots[place] = Slot(key: key, value: value)
    return earlier
  }

  /// Takes a key out, and gives its value.
  @discardableResult
  mutating func take(_ key: Key) -> Value? {
    if count == 0 { return nil }
    var hole = place(of: key)
    guard let value = slots[hole].value else { return nil }
    count -= 1
    // Whatever stands behind it because this place was taken moves up.
    var next = (hole + 1) & mask
    while slots[next].value != nil {
      let home = home(slots[next].key)
      if (next - home) & mask >= (next - hole) & mask {
        slots.swapAt(hole, next)
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole].value = nil
    return value
  }

  private func home(_ key: Key) -> Int {
    Int(truncatingIfNeeded: (key.spread &* factor) >> shift)
  }

  /// Where the key is, or would be.
  private func place(of key: Key) -> Int {
    var place = home(key)
    while slots[place].value != nil, slots[place].key != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow(_ key: Key) {
    let earlier = slots
    let size = max(64, earlier.count * 2)
    slots = Array(repeating: Slot(key: key, value: nil), count: size)
    mask = size - 1
    shift = UInt64(64 - size.trailingZeroBitCount)
    for slot in earlier where slot.value != nil { slots[place(of: slot.key)] = slot }
  }
}
