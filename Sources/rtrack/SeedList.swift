import ArgumentParsing

/// Seeds as calls spell them: `0..4`, `0-4`, `0,1,2`, `7`.
struct SeedList: ExpressibleByArgument, Hashable {
  /// In the order in which they were given, each once.
  let seeds: [Int]

  /// No protocol names more.
  private static let most = 1000

  init(argument: String) throws(ArgumentFault) {
    var found: [Int] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.replacing("..", with: "-").split(
        separator: "-", omittingEmptySubsequences: false
      ).map { Self.seed($0) }
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last,
        last - first < Self.most
      else { throw Self.fault }
      found += Array(first...last)
      if found.count > Self.most { throw Self.fault }
    }
    seeds = distinct(found)
    if seeds.count != found.count { throw ArgumentFault("a seed is there twice: \(argument)") }
  }

  private static func seed(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count < 16, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
    else { return nil }
    return Int(text)
  }

  private static var fault: ArgumentFault {
    ArgumentFault("expected seeds such as 0..4, 0,1,2 or 7, at most \(most)")
  }

  var argumentText: String { seeds.map(String.init).joined(separator: ",") }
}
