import Documents
import Enforcement
import Git

/// What a look at all history found, as SARIF 2.1.0 has it.
struct SARIFReport: Report {
  let answer: Verification.Answer

  var status: Int32 { VerifyReport(answer: answer).status }
  var isVerbatim: Bool { true }
  var ids: [String] { VerifyReport(answer: answer).ids }
  var json: [JSON.Member] { log.object ?? [] }

  func text(for terminal: Terminal) -> String { log.serialized(pretty: true) + "\n" }

  private var log: JSON {
    .object([
      JSON.Member("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      JSON.Member("version", .string("2.1.0")),
      JSON.Member("runs", .array([run])),
    ])
  }

  private var run: JSON {
    let rules = Set(answer.findings.map(\.rule)).sorted()
    return .object([
      JSON.Member(
        "tool",
        .object([
          JSON.Member(
            "driver",
            .object([
              JSON.Member("name", .string("rtrack")),
              JSON.Member("version", .string(Program.version)),
              JSON.Member(
                "rules", .array(rules.map { .object([JSON.Member("id", .string($0))]) })),
            ]))
        ])),
      JSON.Member("columnKind", .string("utf16CodeUnits")),
      JSON.Member("results", .array(answer.findings.map(result))),
      JSON.Member(
        "invocations",
        .array([
          .object([
            JSON.Member("executionSuccessful", .boolean(answer.gaps.isEmpty)),
            JSON.Member(
              "toolExecutionNotifications",
              .array(
                answer.gaps.map {
                  .object([
                    JSON.Member("level", .string("error")), JSON.Member("message", message($0)),
                  ])
                })),
          ])
        ])),
    ])
  }

  private func result(_ finding: HistoryFinding) -> JSON {
    var members = [
      JSON.Member("ruleId", .string(finding.rule)),
      JSON.Member("level", .string(finding.isOpen ? "error" : "note")),
      JSON.Member("message", message(words(finding))),
      JSON.Member(
        "partialFingerprints",
        .object([JSON.Member("rtrackFinding/v1", .string(finding.id))])),
      JSON.Member("properties", finding.json),
    ]
    if let path = finding.path {
      members.append(JSON.Member("locations", .array([location(path)])))
    }
    if !finding.isOpen, finding.standingWord != "told" {
      members.append(
        JSON.Member(
          "suppressions",
          .array([
            .object([
              JSON.Member("kind", .string("external")),
              JSON.Member("justification", .string(finding.standingWord)),
            ])
          ])))
    }
    return .object(members)
  }

  private func words(_ finding: HistoryFinding) -> String {
    let commit = finding.commit.map { " (commit \($0.hex))" } ?? ""
    return "\(finding.message)\(commit). \(finding.remedy)"
  }

  private func message(_ text: String) -> JSON { .object([JSON.Member("text", .string(text))]) }

  private func location(_ path: String) -> JSON {
    .object([
      JSON.Member(
        "physicalLocation",
        .object([
          JSON.Member(
            "artifactLocation", .object([JSON.Member("uri", .string(Self.reference(path)))]))
        ]))
    ])
  }

  /// A path as a relative URI reference.
  private static func reference(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      let isPlain =
        (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || (byte >= 45 && byte <= 57)
        || byte == 95 || byte == 126
      let digits = String(byte, radix: 16, uppercase: true)
      text +=
        isPlain
        ? String(Unicode.Scalar(byte)) : "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
    return text
  }
}
