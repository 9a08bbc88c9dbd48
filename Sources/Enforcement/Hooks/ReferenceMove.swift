import Git

/// One reference that git is about to move, as it tells a hook.
struct ReferenceMove: Hashable {
  /// What git says was there; zero also where it did not look.
  let old: ObjectID
  /// What is to be there; zero deletes it.
  let new: ObjectID
  let name: String

  /// The lines of a hook's standard input; such as name no objects (`ref:refs/heads/x`) are left
  /// out.
  static func lines(_ bytes: [UInt8]) -> [ReferenceMove] {
    bytes.split(separator: 10).compactMap { line in
      let words = line.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let old = ObjectID(hex: String(decoding: words[0], as: UTF8.self)),
        let new = ObjectID(hex: String(decoding: words[1], as: UTF8.self))
      else { return nil }
      return ReferenceMove(old: old, new: new, name: String(decoding: words[2], as: UTF8.self))
    }
  }

  var isDeletion: Bool { new == .zero }
  /// The name as people say it.
  var shortName: String {
    name.hasPrefix("refs/heads/") ? String(name.dropFirst(11)) : name
  }
}
