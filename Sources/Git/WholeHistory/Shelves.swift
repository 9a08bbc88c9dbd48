/// Objects that a walk from the newest to the oldest will want again: those that stand where it is,
/// and for a while those that it left behind. So many bytes of each.
struct Shelves<Key: Hashable> {
  typealias Object = (kind: ObjectKind, bytes: [UInt8])

  private var present: Shelf
  private var recent: Shelf
  private var older: Shelf

  init(present: Int, recent: Int) {
    self.present = Shelf(limit: present)
    self.recent = Shelf(limit: recent)
    older = Shelf(limit: recent)
  }

  subscript(key: Key) -> Object? { present[key] ?? recent[key] ?? older[key] }

  mutating func put(_ key: Key, _ object: Object) {
    if present.put(key, object) { return }
    // More than fits stands at once: what is asked for again is read again.
    present.removeAll()
    _ = present.put(key, object)
  }

  /// Says that the walk has left this one behind.
  mutating func leave(_ key: Key) {
    guard let object = present.take(key), !recent.put(key, object) else { return }
    swap(&recent, &older)
    recent.removeAll()
    _ = recent.put(key, object)
  }

  private struct Shelf {
    private var objects: [Key: Object] = [:]
    private var size = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    subscript(key: Key) -> Object? { objects[key] }

    /// False when it is full; one object always fits.
    mutating func put(_ key: Key, _ object: Object) -> Bool {
      let cost = object.bytes.count + 96
      if size > 0, size + cost > limit { return false }
      if objects.updateValue(object, forKey: key) == nil { size += cost }
      return true
    }

    mutating func take(_ key: Key) -> Object? {
      guard let object = objects.removeValue(forKey: key) else { return nil }
      size -= object.bytes.count + 96
      return object
    }

    mutating func removeAll() {
      objects.removeAll(keepingCapacity: true)
      size = 0
    }
  }
}
