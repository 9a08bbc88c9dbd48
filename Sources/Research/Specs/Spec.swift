/// What an experiment promises before it is run: what is expected, what is measured, and by what
/// it will be judged.
///
/// A spec is Markdown that people read; these are its parts as programs read them. Registered, its
/// bytes never change.
public struct Spec: Hashable, Sendable {
  /// Where a part stands in the spec's file.
  public struct Place: Hashable, Sendable, Comparable {
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted from 1, in characters.
    public var column: Int

    /// A place in a file.
    public init(line: Int, column: Int = 1) {
      self.line = line
      self.column = column
    }

    /// By line, then column.
    public static func < (a: Place, b: Place) -> Bool {
      a.line != b.line ? a.line < b.line : a.column < b.column
    }
  }

  /// A section as written, with the place of its heading.
  public struct Section: Hashable, Sendable {
    /// The heading, without markup.
    public var title: String
    /// The Markdown below it.
    public var text: String
    /// Where its heading stands.
    public var place: Place

    /// A section of a spec.
    public init(title: String, text: String, place: Place) {
      self.title = title
      self.text = text
      self.place = place
    }
  }

  /// The title, without its `Experiment:`.
  public var name = ""
  /// What is expected, with its direction and size; nil where no heading says so.
  public var hypothesis: Section?
  /// What is varied, and through which values.
  public var variables: [Variable] = []
  /// What is held fixed.
  public var controls: Section?
  /// Everything that a result must report, primary metrics first.
  public var metrics: [Metric] = []
  /// What the treatment is compared with.
  public var baselines: [Baseline] = []
  /// By what the result will be judged.
  public var criteria: [Criterion] = []
  /// The cheapest run that shows that the rest can work.
  public var minimumViable: Section?
  /// What is done, in order.
  public var protocolText: Section?
  /// The commands that the minimum viable experiment and the protocol name, in the spec's order.
  public var steps: [Step] = []
  /// The seeds that the protocol names, in its order, each once.
  public var seeds: [Int] = []
  /// What it may cost.
  public var budget = Budget()
  /// What machine it needs; nil where the spec has no such block.
  public var computeProfile: ComputeProfile?
  /// When to stop early.
  public var abortCriteria: [AbortCriterion] = []
  /// What could be mistaken for the effect.
  public var confounds: Section?
  /// Sections of the author's own.
  public var otherSections: [Section] = []

  /// A spec without parts, to be filled by its reader.
  public init() {}

  /// The metric of this name.
  public func metric(_ name: String) -> Metric? { metrics.first { $0.name == name } }
}
