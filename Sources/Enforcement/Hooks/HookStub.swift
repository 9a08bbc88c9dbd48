import Platform

/// The small script that git runs for a hook; it finds rtrack, and decides alone where it must.
struct HookStub {
  /// The absolute path of rtrack at the time of installing.
  var program: String
  /// Whether that program needs nothing beside it to run: then a branch's move waits for it alone,
  /// and for no shell that waits in its turn.
  var isWhole: Bool
  /// The ledger branch's full name.
  var ledger: String
  /// How the script finds the hooks that stood here before; nil where there were none.
  var earlier: Earlier?

  /// Where the hooks are that stood here before.
  enum Earlier: Hashable {
    /// In a folder beside the one of the stubs.
    case beside(String)
    /// Where `core.hooksPath` pointed: absolute, or measured from the top of the work tree.
    case folder(String)
  }

  /// What every stub's second line begins with.
  static let mark = "# Put here by `rtrack hooks install`"

  /// The script for one hook.
  func text(for hook: String) -> String {
    let before =
      switch earlier {
      case nil: ""
      case .beside(let folder): "\"${0%/*}/../\"" + Self.quoted(folder)
      case .folder(let path): Self.quoted(path)
      }
    let values = [
      "@HOOK@": Self.quoted(hook), "@PROGRAM@": Self.quoted(program),
      "@LEDGER@": Self.quoted(ledger), "@BEFORE@": before, "@WHOLE@": isWhole ? Self.whole : "",
    ]
    return Self.template.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      for (name, value) in values where line.hasSuffix("=" + name) {
        return line.dropLast(name.count) + value
      }
      return String(line)
    }.joined(separator: "\n")
  }

  /// Whether a stub was put there by a program that needs nothing beside it.
  static func isWhole(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: 10).contains { $0.elementsEqual("whole=\(whole)".utf8) }
  }

  private static let whole = "yes"

  /// Whether a file is one of these, of whatever version.
  static func isOurs(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.prefix(500).split(separator: 10, maxSplits: 2)
    return lines.count > 1 && lines[1].starts(with: mark.utf8)
  }

  private static let template = String(decoding: PackageResources.stub, as: UTF8.self)

  /// A word of the shell that stands for exactly this text.
  static func quoted(_ text: String) -> String { ShellQuoting.quoted(text) }
}
