// The words of a command line, in the vocabulary of apple/swift-argument-parser.
//
// The subset: `@Argument`, `@Option`, `@Flag` (Boolean, with or without an inversion) and
// `@OptionGroup` on the properties of a struct; values that are one `ExpressibleByArgument`, an
// optional one, an array of them, or one with a default; commands and groups of commands, as an
// explicit tree; help, man page, and completion for bash, zsh and fish.
//
// Not here: enumerable and counted flags, transforming closures, parsing strategies, `@Parent`,
// asynchronous commands, default subcommands. What is not here does not compile.
//
// Nothing in this module prints, exits, or reads the environment.

/// A struct whose wrapped properties are words of a command line: a command, or the options that
/// several commands share.
public protocol ParsableArguments: SendableMetatype {
  /// A value none of whose words were read yet.
  init()

  /// Checks what no single word shows, such as two options that exclude each other.
  ///
  /// Called once all words are read. An `ArgumentFault` becomes the message and hint of a
  /// `UsageError`; of any other error, its description becomes the message.
  mutating func validate() throws
}

extension ParsableArguments {
  /// Accepts whatever was read.
  public mutating func validate() throws {}
}

/// A command: its name and help as static properties, its grammar as wrapped ones.
///
/// ```swift
/// struct Comment: CommandDefinition {
///   static let name = "comment"
///   static let summary = "Add a comment to an issue"
///
///   @Argument(help: "The issue to comment on, such as 194")
///   var issue: Int
///
///   @Option(short: "F", value: "FILE", help: "Read the text from FILE")
///   var file: String?
/// }
/// ```
public protocol CommandDefinition: ParsableArguments {
  /// The one word that calls the command.
  static var name: String { get }
  /// Other words that call it; none unless declared.
  static var aliases: [String] { get }
  /// What it does, in one line without a full stop.
  static var summary: String { get }
  /// More about it: paragraphs with an empty line between them. Lines that begin with two spaces
  /// are shown as they are. Empty unless declared.
  static var discussion: String { get }
  /// How it is called; none unless declared.
  static var examples: [Example] { get }
  /// Whether help, suggestions and completion keep silent about it; false unless declared.
  static var hidden: Bool { get }
}

extension CommandDefinition {
  /// No other words.
  public static var aliases: [String] { [] }
  /// Nothing beyond the summary.
  public static var discussion: String { "" }
  /// No examples.
  public static var examples: [Example] { [] }
  /// Shown.
  public static var hidden: Bool { false }
}

/// A call worth showing, and what it is for.
public struct Example: Sendable, Equatable {
  /// The whole line, the program's name first.
  public let line: String
  /// What the line does; may be empty.
  public let purpose: String

  /// An example from the line to type and what it does.
  public init(_ line: String, _ purpose: String = "") {
    self.line = line
    self.purpose = purpose
  }
}
