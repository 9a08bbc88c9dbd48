/// A command line as a shell takes it apart, before anything is expanded.
indirect enum ShellNode {
  /// A program, a function or a builtin with its arguments.
  case command(ShellCommand)
  /// Commands that feed each other, each in a shell of its own.
  case pipeline([ShellNode])
  /// `{ … }`, `if`, `while`, `case`: one after the other in the same shell, as far as is known.
  case group([ShellNode], [ShellRedirection])
  /// `( … )`: what it changes ends with it.
  case subshell([ShellNode], [ShellRedirection])
  /// `for NAME in WORDS`; nil where the words are the arguments of the function.
  case loop(String, [ShellWord]?, [ShellNode], [ShellRedirection])
  /// `NAME() …`
  case function(String, ShellNode)
}

/// A simple command.
struct ShellCommand {
  /// `NAME=VALUE` in front of it, or alone.
  var assignments: [(name: String, value: ShellWord)] = []
  var words: [ShellWord] = []
  var redirections: [ShellRedirection] = []
}

/// `> FILE` and its kin.
struct ShellRedirection {
  enum Kind {
    /// `<`
    case input
    /// `>`, `>|`, `&>`, `<>`
    case output
    /// `>>`, `&>>`
    case append
    /// `<<`: the target is the text itself.
    case document
    /// `<<<`
    case text
  }
  var kind: Kind
  var target: ShellWord
}

/// A word, in pieces.
struct ShellWord {
  enum Piece {
    /// Bytes that stand for themselves; unquoted ones may be patterns and braces.
    case text([UInt8], isQuoted: Bool)
    /// `$NAME`, `${NAME}`.
    case parameter(String, isQuoted: Bool)
    /// `${NAME:-WORD}`, `${NAME%PATTERN}` and their kin.
    indirect case operation(String, ShellOperation, ShellWord, isQuoted: Bool)
    /// `$(…)`, `` `…` ``.
    case substitution([ShellNode], isQuoted: Bool)
    /// `<(…)`, `>(…)`: a file that holds what the commands print, or feeds them.
    case process([ShellNode])
    /// What only the shell itself can know, such as arithmetic.
    case unknown
  }
  var pieces: [Piece] = []

  /// The bytes of a word that is nothing but unquoted text: keywords are.
  var bareText: String? {
    guard pieces.count == 1, case .text(let bytes, isQuoted: false) = pieces[0] else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it ends with an unquoted sign that may begin a pattern in parentheses.
  var endsWithGlob: Bool {
    guard case .text(let bytes, isQuoted: false) = pieces.last, let last = bytes.last else {
      return false
    }
    return "!*+?@".utf8.contains(last)
  }

  /// Puts something unknown in the place of that sign.
  mutating func openGlob() {
    if case .text(let bytes, isQuoted: false) = pieces.popLast() {
      pieces.append(.text(Array(bytes.dropLast()), isQuoted: false))
    }
    pieces.append(.unknown)
  }

  /// How many bytes of text it holds.
  var length: Int {
    pieces.reduce(0) { sum, piece in
      if case .text(let bytes, _) = piece { sum + bytes.count } else { sum }
    }
  }

  /// Adds text, joined to a piece of its kind.
  mutating func add(_ byte: UInt8, isQuoted: Bool) {
    if case .text(var bytes, isQuoted) = pieces.last {
      pieces.removeLast()
      bytes.append(byte)
      pieces.append(.text(bytes, isQuoted: isQuoted))
    } else {
      pieces.append(.text([byte], isQuoted: isQuoted))
    }
  }
}

/// Where a command line cannot be read any further; a shell would not run it either.
struct ShellFault: Error, Equatable {
  /// What was missing.
  let message: String
  /// The byte at which reading ended.
  let offset: Int
}
