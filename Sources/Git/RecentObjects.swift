/// Objects that were read or written a moment ago: a short call reads several of them again.
///
/// What an id names never changes, so nothing here grows old. Kept is what comes first, up to a
/// size; a long walk looks at each object once, and has no use for the rest.
struct RecentObjects {
  /// Bytes that may still be kept.
  private var room = 1 << 18
  private var objects: [ObjectID: (kind: ObjectKind, bytes: [UInt8])] = [:]

  /// Keeps an object while there is room.
  mutating func keep(_ id: ObjectID, _ kind: ObjectKind, _ bytes: [UInt8]) {
    if bytes.count > room / 16 { return }
    // A small one takes more than its bytes.
    room -= bytes.count + 128
    objects[id] = (kind, bytes)
  }

  /// What is known of an object.
  subscript(id: ObjectID) -> (kind: ObjectKind, bytes: [UInt8])? { objects[id] }
}
