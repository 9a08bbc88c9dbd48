import Git

/// One reference that git is about to move, as it tells a hook.
struct ReferenceMove: Hashable {
  /// What git says was there; zero also where it did not look.
  let old: ObjectID
  /// What is to be there; zero deletes it.
  let new: ObjectID
  let name: String
  /// The reference that it is to stand for from now on, where git says so (`ref:refs/heads/x`, from
  /// 2.46 on); `new` is zero then.
  var symbol: String?

  /// The lines of a hook's standard input; what is no such line is left out.
  static func lines(_ bytes: [UInt8]) -> [ReferenceMove] {
    bytes.split(separator: 10).compactMap { line in
      let words = line.split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3, let old = value(words[0]), let new = value(words[1]) else {
        return nil
      }
      return ReferenceMove(
        old: old.id, new: new.id, name: String(decoding: words[2], as: UTF8.self),
        symbol: new.symbol)
    }
  }

  private static func value(_ word: ArraySlice<UInt8>) -> (id: ObjectID, symbol: String?)? {
    let text = String(decoding: word, as: UTF8.self)
    if text.hasPrefix("ref:") { return (.zero, String(text.dropFirst(4))) }
    return ObjectID(hex: text).map { ($0, nil) }
  }

  var isDeletion: Bool { new == .zero && symbol == nil }
  /// The name as people say it.
  var shortName: String {
    name.hasPrefix("refs/heads/") ? String(name.dropFirst(11)) : name
  }
}
