/// What a shell offers in the place of a value.
///
/// A program gives its own kinds names in an extension:
/// `static var issues: CompletionKind { .command(["list", "-q"]) }`.
public enum CompletionKind: Sendable, Equatable {
  /// Nothing: a value that nobody can guess, such as a text.
  case none
  /// The files and folders there are.
  case files
  /// The folders there are.
  case directories
  /// These words.
  case choices([String])
  /// The lines that the program itself prints when it is called with these arguments. A tab ends
  /// the value; what follows it is shown as a description where the shell can.
  case command([String])
}
