import ArgumentParsing
import Documents
import Ledger
import Platform
import Research

/// Where a text comes from: an argument, `-m`, `-F`, or an editor on a terminal.
struct TextOptions: ParsableArguments {
  @Option(name: "message", short: "m", value: "TEXT", help: "The text")
  var message: String?

  @Option(
    name: "file", short: "F", value: "FILE", help: "Read the text from FILE; - is standard input",
    completion: .files)
  var file: String?

  /// The largest text of one event.
  static let largest = 1 << 20

  /// The text, or the empty text where none is needed and none was given.
  func text(given argument: String?, in context: Context, isRequired: Bool) throws -> String {
    let sources = [argument != nil, message != nil, file != nil].filter { $0 }.count
    if sources > 1 {
      throw LedgerError(
        .invalid, "the text is given more than once", hint: "use one of TEXT, -m and -F")
    }
    var text: String
    if let given = argument ?? message {
      text = given
    } else if let file {
      let bytes = file == "-" ? try context.input() : try read(context.path(file))
      do {
        text = try UTF8Text.decode(bytes)
      } catch {
        throw EventFault(
          path: file == "-" ? "standard input" : file, line: error.line, column: error.column,
          message: error.message + "; attach it with --attach instead")
      }
    } else if isRequired {
      guard context.isInteractive else {
        throw LedgerError(
          .invalid, "there is no text", hint: "give it as TEXT, with -m TEXT, or with -F FILE")
      }
      text = try Editor(context).text()
    } else {
      return ""
    }
    if isRequired, text.allSatisfy(\.isWhitespace) {
      throw LedgerError(.invalid, "the text is empty", hint: "give it as TEXT, -m TEXT or -F FILE")
    }
    if text.utf8.count > Self.largest {
      throw LedgerError(
        .tooLarge, "the text has \(text.utf8.count) bytes; at most \(Self.largest) are kept",
        hint: "commit it as a file and name it with --result PATH")
    }
    return text
  }

  private func read(_ path: String) throws -> [UInt8] {
    do {
      return try FileSystem.read(path, limit: 64 << 20)
    } catch {
      throw LedgerError(.invalid, "cannot read \(path): \(error.reason)")
    }
  }
}

/// A person's editor, on a terminal only.
struct Editor {
  private static let scissors =
    "------------------------ >8 ------------------------\n"
    + "Everything from the line above is left out. An empty text writes nothing.\n"
  let context: Context

  init(_ context: Context) { self.context = context }

  func text() throws -> String {
    let folder = try FileSystem.temporaryDirectory(prefix: "rtrack-text-")
    defer { try? FileSystem.removeTree(folder) }
    let path = Path.join(folder, "COMMENT.md")
    try FileSystem.write(Array(("\n" + Self.scissors).utf8), to: path, mode: 0o600)
    let variables = ["GIT_EDITOR", "VISUAL", "EDITOR"]
    let editor = variables.lazy.compactMap { context.environment[$0] }.first { !$0.isEmpty } ?? "vi"
    // Git's own way of calling an editor, whose name may hold arguments.
    let result = try Child.run(
      ["sh", "-c", "\(editor) \"$@\"", editor, path], environment: context.environment,
      inherits: true)
    guard result.succeeded else {
      throw LedgerError(.invalid, "the editor ended without success; nothing was written")
    }
    let text = String(decoding: try FileSystem.read(path, limit: 2 << 20), as: UTF8.self)
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.contains("-- >8 --") { break }
      lines.append(line)
    }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    return lines.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
  }
}
