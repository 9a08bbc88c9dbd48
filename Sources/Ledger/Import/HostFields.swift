import Documents
import Research

/// Takes one record of a host's export apart, in either of its two spellings: `createdAt` of the
/// `gh` program, `created_at` of the REST interface.
struct HostFields {
  let item: JSONStream.Item
  /// What the record is, for messages.
  let what: String
  private let members: [String: JSON]

  init(_ item: JSONStream.Item, _ value: JSON, what: String) {
    self.item = item
    self.what = what
    members = Dictionary(
      (value.object ?? []).map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The first of these names that is there and not null.
  func value(_ names: String...) -> JSON? { first(names) }

  /// Whether the record has this name at all, null or not.
  func has(_ name: String) -> Bool { members[name] != nil }

  private func first(_ names: [String]) -> JSON? {
    names.lazy.compactMap { members[$0] }.first { !$0.isNull }
  }

  func fault(_ message: String) -> Fault { item.fault("\(what): \(message)") }

  func missing(_ name: String) -> Fault {
    fault("`\(name)` is missing; export with `--json \(GitHubReader.fields)`")
  }

  func text(_ names: String...) throws(Fault) -> String? {
    guard let value = first(names) else { return nil }
    guard let text = value.string else { throw fault("`\(names[0])` is no text") }
    return text
  }

  func time(_ names: String...) throws(Fault) -> Timestamp? {
    guard let value = first(names) else { return nil }
    guard let time = value.string.flatMap({ Timestamp($0) }) else {
      throw fault("`\(names[0])` is no time such as 2026-11-21T05:33:12Z")
    }
    // The `gh` program writes this for "never".
    return time.description.hasPrefix("0001-") ? nil : time
  }

  func created() throws(Fault) -> Timestamp {
    guard let time = try time("createdAt", "created_at") else { throw missing("createdAt") }
    return time
  }

  func number() throws(Fault) -> Int {
    guard let value = value("number") else { throw missing("number") }
    guard let number = value.integer, IssueNumber(number) != nil else {
      throw fault("`number` is no number of an issue")
    }
    return number
  }

  func author() throws(Fault) -> HostAuthor {
    guard has("author") || has("user") else { throw missing("author") }
    var author = HostAuthor(login: "ghost")
    if let value = value("author", "user") {
      guard let login = value["login"]?.string ?? value.string, !login.isEmpty else {
        throw fault("`author` has no `login`")
      }
      author.login = login
    }
    if let relation = try text("authorAssociation", "author_association") {
      author.isOutsider = Self.outsiders.contains(relation)
    }
    return author
  }

  private static let outsiders: Set<String> = [
    "NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN",
  ]

  /// The texts of a list whose elements are texts, or objects with one of their own.
  func names(_ name: String, key: String) throws(Fault) -> [String]? {
    guard let value = value(name) else { return nil }
    guard let list = value.array else { throw fault("`\(name)` is no list") }
    var names: [String] = []
    for element in list {
      guard let text = element.string ?? element[key]?.string, !text.isEmpty else {
        throw fault("`\(name)` holds something without a `\(key)`")
      }
      if !names.contains(text) { names.append(text) }
    }
    return names
  }
}

/// What an address on a host names.
struct HostAddress {
  let repository: String
  /// `issues` or `pull`.
  let kind: Substring
  let number: Int
  /// The id of the comment that it leads to.
  let comment: Substring?

  /// Reads `https://github.com/OWNER/NAME/issues/194#issuecomment-77`, or the same of the REST
  /// interface; nil when it leads to no issue or pull request.
  init?(_ text: String) {
    let halves = text.split(separator: "#", maxSplits: 1)
    guard let path = halves.first else { return nil }
    var parts = path.split(separator: "/")
    if let place = parts.firstIndex(of: "repos") { parts.removeSubrange(...place) }
    guard
      let place = parts.lastIndex(where: { $0 == "issues" || $0 == "pull" || $0 == "pulls" }),
      place >= 2, place + 1 < parts.count, let number = Int(parts[place + 1]), number > 0
    else { return nil }
    repository = "\(parts[place - 2])/\(parts[place - 1])"
    kind = parts[place] == "issues" ? "issues" : "pull"
    self.number = number
    let anchor = halves.count > 1 ? halves[1] : ""
    comment =
      ["issuecomment-", "discussion_r", "pullrequestreview-"].lazy
      .first { anchor.hasPrefix($0) }.map { anchor.dropFirst($0.count) }
  }
}
