import Documents

/// What a command gives back. Nothing else of a command is ever printed on standard output.
protocol Report {
  /// For programs: explicit keys, the same whatever the terminal.
  var json: [JSON.Member] { get }
  /// Bare ids, one a line, as `-q` prints them.
  var ids: [String] { get }
  /// For people.
  func text(for terminal: Terminal) -> String
  /// 0 done or yes, 1 the answer is no, 2 could not tell.
  var status: Int32 { get }
  /// Set when the document on standard output is not to be wrapped, as a shell script is not.
  var isVerbatim: Bool { get }
  /// Set for one of several documents of a call, each on a line of its own.
  var isLine: Bool { get }
  /// Whether its text says by itself how fresh it is.
  var tellsFreshness: Bool { get }
}

extension Report {
  var ids: [String] { [] }
  var status: Int32 { 0 }
  var isVerbatim: Bool { false }
  var isLine: Bool { false }
  var tellsFreshness: Bool { false }
}

/// Only words: for help, guides and scripts.
struct Words: Report {
  let words: String
  var json: [JSON.Member] { [JSON.Member("text", .string(words))] }
  var isVerbatim: Bool { true }
  func text(for terminal: Terminal) -> String { words }
}

/// The one place where results become what standard output carries.
enum Printer {
  /// The version of the documents that `--json` prints.
  static let version = 1

  static func output(
    _ report: any Report, _ options: CommonOptions, in context: Context
  ) -> String {
    if options.json {
      let members = report.json
      let told = Set(members.map(\.key))
      let basis = report.isLine ? [] : context.basis.members(at: context.now)
      return document(members + basis.filter { !told.contains($0.key) }, isLine: report.isLine)
    }
    if options.quiet && !report.isVerbatim { return report.ids.map { $0 + "\n" }.joined() }
    let text = report.text(for: context.terminal)
    let whole = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    guard context.terminal.isOutput, !report.isVerbatim, !report.tellsFreshness,
      let line = context.basis.line(at: context.now)
    else { return whole }
    return whole + "\n\(terminalSafe(line))\n"
  }

  /// A document; on one line where it is one of many.
  static func document(_ members: [JSON.Member], isLine: Bool = false) -> String {
    let all = members + [JSON.Member("version", .integer(version))]
    return sorted(.object(all)).serialized(pretty: !isLine) + "\n"
  }

  private static func sorted(_ json: JSON) -> JSON {
    switch json {
    case .object(let members):
      .object(
        members.sorted { $0.key < $1.key }.map { JSON.Member($0.key, sorted($0.value)) })
    case .array(let elements): .array(elements.map(sorted))
    default: json
    }
  }
}

extension JSON {
  static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  static func optional(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }
  static func strings(_ list: [some CustomStringConvertible]) -> JSON {
    .array(list.map { .string("\($0)") })
  }
}
