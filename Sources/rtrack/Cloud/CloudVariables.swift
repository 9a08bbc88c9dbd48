import ArgumentParsing
import Execution
import Ledger
import Platform
import Research

/// The variables that a call gives to a job.
struct CloudVariables {
  let all: [String: String]
  /// Those that go on record: no secrets.
  let recorded: [RunStart.Fact]
  let secretNames: [String]

  init(_ words: [String]) throws {
    var all: [String: String] = [:]
    for word in words {
      guard let sign = word.firstIndex(of: "="), JobStage.isVariable(word[..<sign]) else {
        throw ArgumentFault("--env takes NAME=value, and \"\(word.prefix(40))\" is none")
      }
      all[String(word[..<sign])] = String(word[word.index(after: sign)...])
    }
    self.all = all
    let secrets = all.filter { SecretRule.isSecret(name: $0) || SecretRule.isSecret(value: $1) }
    secretNames = secrets.keys.sorted()
    recorded = all.filter { secrets[$0.key] == nil }.sorted { $0.key < $1.key }
      .map { RunStart.Fact($0, String($1.prefix(1_000))) }
  }

  /// A command is recorded: none may hold a secret that is handed over beside it.
  func refuseSecrets(in command: String) throws {
    for name in secretNames {
      guard let value = all[name], value.count >= 8, command.contains(value) else { continue }
      throw Refusal(
        rule: "secret", reason: "the command holds the value of \(name), and would be recorded",
        hint: "let the command read it from the variable: \"$\(name)\"")
    }
  }
}
