import Documents
public import Research

/// What was read of a spec, with what could not be.
public struct SpecReading: Sendable {
  /// What it says.
  public let spec: Spec
  let outline: SpecOutline
  /// What could not be read.
  let faults: [SpecFault]
  private let faultLines: Set<Line>

  private struct Line: Hashable {
    let rule: SpecRule
    let line: Int
  }

  init(spec: Spec, outline: SpecOutline, faults: [SpecFault]) {
    self.spec = spec
    self.outline = outline
    self.faults = faults
    faultLines = Set(faults.map { Line(rule: $0.rule, line: $0.place.line) })
  }

  /// Whether reading found a fault of a rule on a line already.
  func hasFault(_ rule: SpecRule, on line: Int) -> Bool {
    faultLines.contains(Line(rule: rule, line: line))
  }
}

/// Reads a spec's Markdown into its parts. Reading never fails: what is missing is left out, and
/// ``SpecCheck`` tells it.
public enum SpecReader {
  /// A spec has at most so many bytes.
  public static let limit = 1 << 20

  /// Reads the bytes of a spec's file.
  ///
  /// - Throws: ``SpecFault`` when they are too many, or no text.
  public static func read(_ bytes: [UInt8]) throws(SpecFault) -> SpecReading {
    guard bytes.count <= limit else {
      throw SpecFault(
        .spec, at: Spec.Place(line: 1), "the file has \(bytes.count) bytes",
        remedy: "a spec has at most \(limit): keep data and code beside it")
    }
    do {
      return read(try UTF8Text.decode(bytes))
    } catch {
      throw SpecFault(
        .spec, at: Spec.Place(line: error.line, column: error.column), error.message,
        remedy: "save it as UTF-8")
    }
  }

  /// Reads a spec's text.
  public static func read(_ markdown: String) -> SpecReading {
    let outline = SpecOutline(markdown)
    var spec = Spec()
    var faults: [SpecFault] = []
    if let title = outline.title { spec.name = SpecTitle.name(in: title.title) }
    spec.hypothesis = outline.parts[.hypothesis]?.section
    spec.controls = outline.parts[.controls]?.section
    spec.minimumViable = outline.parts[.minimumViableExperiment]?.section
    spec.protocolText = outline.parts[.fullProtocol]?.section
    spec.confounds = outline.parts[.confounds]?.section
    spec.otherSections = outline.others.map(\.section)
    if let part = outline.parts[.independentVariables] {
      spec.variables = VariableReader.variables(in: part.blocks)
    }
    if let part = outline.parts[.metrics] {
      spec.metrics = MetricReader.metrics(in: part.blocks, &faults)
    }
    if let part = outline.parts[.baselines] {
      spec.baselines = BaselineReader.baselines(in: part.blocks)
    }
    if let part = outline.parts[.successCriteria] {
      spec.criteria = CriterionReader.criteria(in: part.blocks, &faults)
    }
    // Adopted specs name a seed that never changes among the controls.
    for heading in [SpecHeading.fullProtocol, .controls, .independentVariables]
    where spec.seeds.isEmpty {
      spec.seeds = SeedReader.seeds(in: outline.parts[heading]?.blocks ?? [])
    }
    spec.steps =
      ProtocolReader.steps(
        in: outline.parts[.minimumViableExperiment]?.blocks ?? [], of: .minimumViable)
      + ProtocolReader.steps(in: outline.parts[.fullProtocol]?.blocks ?? [])
    if let part = outline.parts[.resourceBudget] {
      spec.budget = BudgetReader.budget(in: part)
      spec.computeProfile = ComputeProfileReader.profile(in: part.blocks, &faults)
    }
    if let part = outline.parts[.abortCriteria] {
      spec.abortCriteria = AbortReader.criteria(in: part.blocks, &faults)
    }
    return SpecReading(spec: spec, outline: outline, faults: faults)
  }
}

/// `# Experiment: <name>`.
enum SpecTitle {
  static let word = "Experiment:"

  static func isWhole(_ heading: String) -> Bool {
    heading.lowercased().hasPrefix(word.lowercased()) && !name(in: heading).isEmpty
  }

  /// What stands behind the word; the whole heading where it is missing.
  static func name(in heading: String) -> String {
    heading.lowercased().hasPrefix(word.lowercased())
      ? trimmed(heading.dropFirst(word.count)) : trimmed(heading)
  }
}

extension MarkdownBlock.Part {
  var place: Spec.Place { Spec.Place(line: line, column: column) }
}

extension MarkdownBlock {
  /// Where its words begin.
  var place: Spec.Place { parts.first?.place ?? Spec.Place(line: line) }
}
