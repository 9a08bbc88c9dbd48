/// A block of a Markdown text that is read for what it says: its kind, its place and its words.
public struct MarkdownBlock: Hashable, Sendable {
  /// What a block is.
  public enum Kind: Hashable, Sendable {
    /// 1 to 6.
    case heading(level: Int)
    case paragraph
    /// An item of a list, with its first paragraph; `depth` counts lists, from 1.
    case item(depth: Int)
    /// A fenced or indented block; `info` is what stands behind the fence.
    case code(info: String)
    /// A table; its first row is the heading.
    case table
  }

  /// Words of one style.
  public struct Part: Hashable, Sendable {
    /// What the words are.
    public enum Style: Hashable, Sendable {
      case plain
      case strong
      /// A code span.
      case code
    }
    /// What they are.
    public var style: Style
    /// The words; a line's end is a line feed.
    public var text: String
    /// The line where they begin, counted from 1.
    public var line: Int
    /// The column where they begin, counted from 1, in characters.
    public var column: Int
  }

  /// One row of a table.
  public struct Row: Hashable, Sendable {
    /// The cells, without marks of emphasis and code.
    public var cells: [String]
    /// Its line, counted from 1.
    public var line: Int
  }

  /// What it is.
  public var kind: Kind
  /// The line where it begins, counted from 1.
  public var line: Int
  /// The words of a heading, a paragraph or an item; links and images are their words.
  public var parts: [Part] = []
  /// What a code block holds.
  public var literal = ""
  /// The rows of a table, without the line of dashes.
  public var rows: [Row] = []

  /// The words, without their styles.
  public var text: String { parts.map(\.text).joined() }

  /// All blocks of a Markdown text (CommonMark, and the tables of GitHub) from top to bottom:
  /// what stands in an item follows it. Quotes and HTML are left out.
  public static func all(in markdown: String) -> [MarkdownBlock] {
    var walk = MarkdownWalk(markdown)
    return walk.blocks()
  }
}
