/// A title in the labs' way, `[Athena] -> [Flux] Execute the experiment`, taken apart.
public struct Headline: Hashable, Sendable {
  /// As spelled, without its brackets.
  public let creator: String?
  /// As spelled, without its brackets; nil where no arrow points at one.
  public let assignee: String?
  /// What remains; the whole text where nobody is named.
  public let title: String

  /// A title without brackets is only a title.
  public init(_ text: String) {
    var rest = Substring(text).drop { $0 == " " }
    func bracketed() -> String? {
      guard rest.first == "[", let end = rest.firstIndex(of: "]") else { return nil }
      let inside = rest[rest.index(after: rest.startIndex)..<end]
      guard !inside.isEmpty, !inside.contains("[") else { return nil }
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
      return String(inside)
    }
    let whole = rest
    guard let creator = bracketed() else {
      self.init(creator: nil, assignee: nil, title: String(whole))
      return
    }
    for arrow in ["->", "→"] where rest.hasPrefix(arrow) {
      rest = rest.dropFirst(arrow.count).drop { $0 == " " }
      if let assignee = bracketed(), !rest.isEmpty {
        self.init(creator: creator, assignee: assignee, title: String(rest))
        return
      }
    }
    // `[Paper] Draft` is a title with a tag, not somebody's name, unless an arrow follows.
    self.init(creator: nil, assignee: nil, title: String(whole))
  }

  private init(creator: String?, assignee: String?, title: String) {
    self.creator = creator
    self.assignee = assignee
    self.title = title
  }
}
