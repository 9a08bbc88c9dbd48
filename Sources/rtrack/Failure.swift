import ArgumentParsing
import Documents
import Enforcement
import Git
import Ledger
import Platform
import Research

/// Any error as what people and programs are told: the one place where errors become text.
struct Failure {
  /// A word for programs.
  let kind: String
  let message: String
  let hint: String?
  /// What stands between the message and the hint, line by line.
  var details: [String] = []
  /// 1 when a rule said no, 2 when it could not be done.
  let status: Int32

  init(_ error: any Error) {
    switch error {
    case let error as UsageError:
      self.init("usage", error.message, error.hint)
    case let fault as ArgumentFault: self.init("usage", fault.message, fault.hint)
    case let error as LedgerError:
      self.init(error.kind.rawValue, error.message, error.hint)
      details = error.details
    case let refusal as Refusal:
      self.init("refused", refusal.reason, refusal.hint, status: 1)
    case let refusal as HookRefusal:
      self.init("refused", refusal.summary, nil, status: 1)
      details = refusal.details
    case let fault as ToolFault:
      self.init("invalid", fault.message, "see `rtrack guard --help` for what it reads")
    case let fault as PhaseFault: self.init("invalid", fault.message, fault.hint)
    case let fault as EventFault: self.init("invalid", fault.text, nil)
    case let fault as Fault:
      self.init("invalid", "line \(fault.line), column \(fault.column): \(fault.message)", nil)
    case let error as AuthorityError: self.init(error)
    case let error as GitError: self.init(error)
    case let error as SystemError:
      let place = error.path.map { " \($0)" } ?? ""
      self.init("system", "cannot \(error.operation)\(place): \(error.reason)", nil)
    default: self.init("internal", "\(error)", nil)
    }
  }

  private init(_ kind: String, _ message: String, _ hint: String?, status: Int32 = 2) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.status = status
  }

  private init(_ error: AuthorityError) {
    switch error {
    case .noProgram:
      self.init("no-ssh-keygen", "ssh-keygen is not installed, or not in PATH", nil)
    case .notSigned(let key, let why):
      self.init(
        "not-signed", "ssh-keygen did not sign with \(key): \(why)",
        "name the private key's file, or the public one's whose key an ssh agent holds")
    }
  }

  private init(_ error: GitError) {
    let said = "cannot \(error.doing): \(error.message)"
    switch error.kind {
    case .notRepository:
      self.init(
        "not-repository", "this is not in a git repository",
        "make one with `git init`, or go where it is with `rtrack -C DIR`")
    case .foreignOwner(let path):
      self.init(
        "foreign-owner", "the repository at \(path) belongs to another user",
        "if you trust it: `git config --global --add safe.directory \(path)`")
    case .unsupported(let what):
      self.init(
        "unsupported", "this repository uses \(what), which libgit2 cannot read",
        "use a clone with SHA-1 objects and the files ref format")
    case .locked(let path):
      self.init("busy", "\(path) is held by another process", "try again")
    case .libraryMissing: self.init("no-libgit2", error.message, "install libgit2")
    case .missing:
      self.init(
        "missing-object", said,
        "a partial or shallow clone may lack it: `git fetch --unshallow` or `--refetch`")
    case .corrupt: self.init("corrupt", said, "see `git fsck`")
    case .moved: self.init("busy", said, "try again")
    case .other: self.init("git", said, nil)
    }
  }

  /// As `--json` prints it.
  var json: [JSON.Member] {
    [
      JSON.Member(
        "error",
        .object(
          [
            JSON.Member("kind", .string(kind)), JSON.Member("message", .string(message)),
            JSON.Member("hint", .optional(hint)),
          ] + (details.isEmpty ? [] : [JSON.Member("details", .strings(details))])))
    ]
  }

  /// As standard error carries it.
  var text: String {
    let lines = details.map { terminalSafe($0).map { $0.isNewline ? " " : $0 } + "\n" }
    return "rtrack: \(terminalSafe(message))\n" + lines.joined()
      + (hint.map { "  \(terminalSafe($0))\n" } ?? "")
  }
}
