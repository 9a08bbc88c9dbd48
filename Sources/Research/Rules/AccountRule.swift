/// A failed experiment with documented results is still a result: `failed` and `pivot` say what
/// was tried, why it did not work, and what comes next.
public enum AccountRule {
  /// - Parameter headings: the headings of the comment's body.
  /// - Throws: ``Refusal`` naming what is missing.
  public static func check(_ comment: Comment, headings: [String]) throws(Refusal) {
    guard let status = comment.status.flatMap(Status.init), status.needsAccount else { return }
    let said = Set(headings.map { $0.lowercased() })
    var missing: [String] = []
    for (name, value) in [("tried", comment.tried), ("why", comment.why), ("next", comment.next)]
    where (value?.allSatisfy(\.isWhitespace) ?? true) && !said.contains(name) {
      missing.append(name)
    }
    if missing.isEmpty { return }
    let options = missing.map { "--\($0) TEXT" }.joined(separator: ", ")
    let headings = missing.map { "`## \($0.prefix(1).uppercased() + $0.dropFirst())`" }
    throw Refusal(
      rule: "account",
      reason: "status \(status.rawValue) needs \(missing.joined(separator: ", ")), "
        + "which this comment does not say",
      hint: "give \(options), or \(headings.joined(separator: ", ")) in the text")
  }
}
