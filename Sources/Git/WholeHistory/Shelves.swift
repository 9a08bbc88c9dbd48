/// Objects that a walk from the newest to the oldest will want again: those that stand where it is,
/// and for a while those that it left behind. About so many bytes of each.
struct Shelves<Key: SpreadKey> {
  private var present: Shelf
  private var left: Shelf

  init(present: Int, left: Int) {
    self.present = Shelf(limit: present)
    self.left = Shelf(limit: left)
  }

  subscript(key: Key) -> RawObject? {
    mutating get { present.find(key) ?? left.find(key) }
  }

  /// Keeps what stands where the walk is.
  mutating func put(_ key: Key, _ object: RawObject) { present.put(key, object) }

  /// Keeps what is wanted for a while only.
  mutating func pass(_ key: Key, _ object: RawObject) { left.put(key, object) }

  /// Says that the walk has left this one behind.
  mutating func leave(_ key: Key) {
    if let object = present.take(key) { left.put(key, object) }
  }

  /// Keeps what was asked for of late: when it is half full of that, the rest goes.
  private struct Shelf {
    private var late = SpreadTable<Key, RawObject>()
    private var early = SpreadTable<Key, RawObject>()
    private var size = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    mutating func find(_ key: Key) -> RawObject? {
      if let object = late[key] { return object }
      guard let object = early.take(key) else { return nil }
      put(key, object)
      return object
    }

    mutating func put(_ key: Key, _ object: RawObject) {
      let cost = Self.cost(object)
      if size > 0, size + cost > limit / 2 {
        early = late
        late = SpreadTable()
        size = 0
      }
      if late.put(key, object) == nil { size += cost }
    }

    mutating func take(_ key: Key) -> RawObject? {
      guard let object = late.take(key) else { return early.take(key) }
      size -= Self.cost(object)
      return object
    }

    /// With its place in the table and what the system adds.
    private static func cost(_ object: RawObject) -> Int { object.count + 160 }
  }
}
