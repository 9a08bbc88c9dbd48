/// What is recorded of a run is there for ever, for everybody: no secret may be among it.
///
/// Secrets are known by the names that they go by and by the forms that services give them; one
/// that has neither passes.
public enum SecretRule {
  /// - Throws: ``Refusal`` when a word of a command is a secret, or is given as one.
  public static func check(command: [String]) throws(Refusal) {
    for (index, word) in command.enumerated() {
      if let name = assignment(word) { throw refusal("`\(name)=…`") }
      if isOption(word), index + 1 < command.count, !isOption(command[index + 1]) {
        throw refusal("`\(word)`")
      }
      if isSecret(value: word) { throw refusal("word \(index + 1)") }
    }
  }

  private static func refusal(_ what: String) -> Refusal {
    Refusal(
      rule: "secret", reason: "\(what) of the command looks like a secret, and would be recorded",
      hint: "hand it over in the environment, which is not recorded, or in a file outside of git")
  }

  /// Whether a variable of this name may hold a secret.
  public static func isSecret(name: some StringProtocol) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    let whole = words.joined(separator: "_")
    return words.contains { secretWords.contains(String($0)) }
      || secretEnds.contains { whole == $0 || whole.hasSuffix("_" + $0) }
  }

  /// Whether a text has the form of a service's key, or of an address with a password in it.
  public static func isSecret(value: some StringProtocol) -> Bool {
    let parts = value.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" }
    if parts.contains(where: { part in
      keyForms.contains { part.hasPrefix($0.prefix) && part.count >= $0.length }
    }) {
      return true
    }
    if value.contains("PRIVATE KEY-----") { return true }
    guard let scheme = value.firstRange(of: "://") else { return false }
    let authority = value[scheme.upperBound...].prefix { $0 != "/" && !$0.isWhitespace }
    guard let at = authority.lastIndex(of: "@") else { return false }
    return authority[..<at].contains(":")
  }

  private static let secretWords: Set = [
    "password", "passwd", "passphrase", "secret", "secrets", "credential", "credentials", "apikey",
  ]
  private static let secretEnds = [
    "token", "api_key", "access_key", "secret_key", "private_key", "auth_key", "auth",
  ]
  /// How keys of well-known services begin, and how long they are at least.
  private static let keyForms: [(prefix: String, length: Int)] = [
    ("ghp_", 20), ("gho_", 20), ("ghs_", 20), ("github_pat_", 20), ("glpat-", 16), ("sk-", 24),
    ("xoxb-", 16), ("xoxp-", 16), ("hf_", 24), ("AKIA", 20), ("ASIA", 20), ("AIza", 30),
  ]

  /// `--api-key`, and not `--tokenizer` or `--max-tokens`.
  private static func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && !word.contains("=") && isSecret(name: word.drop { $0 == "-" })
  }

  /// The name in `--password=…` or `API_KEY=…`, where something follows it.
  private static func assignment(_ word: String) -> Substring? {
    guard let sign = word.firstIndex(of: "="), word.index(after: sign) < word.endIndex else {
      return nil
    }
    let name = word[..<sign]
    let plain = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    return plain && isSecret(name: name) ? name : nil
  }
}
