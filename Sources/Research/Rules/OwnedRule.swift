/// What a phase of the protocol may write. Judged where it happens, never in history.
///
/// Beside this rule stand those of the policy: what is committed and protected changes in no phase.
public enum OwnedRule {
  /// When a path is judged.
  public enum Occasion: Hashable, Sendable {
    /// A tool or a shell command is about to write, rename or remove it.
    case writing
    /// A commit holds it otherwise than each of its parents. What a merge merely brings along is
    /// nobody's writing and not to be judged.
    case committing
  }

  /// - Parameters:
  ///   - path: from the repository's root, without `.` and `..` in it.
  ///   - places: knows the folders in which an adopted project keeps its files.
  /// - Throws: ``Refusal`` when the phase may not write `path`.
  public static func check(
    _ path: String, in standing: PhaseStanding, on occasion: Occasion = .writing,
    places: ProtocolPlaces = ProtocolPlaces()
  ) throws(Refusal) {
    if standing.phase == .log, occasion == .committing { return }
    let place = places.place(of: path)
    guard let fault = fault(of: place, standing) else { return }
    throw Refusal(
      rule: "owned", reason: "\(standing.words) may not write \(path): \(fault.reason)",
      hint: fault.hint)
  }

  /// Why a phase may not write to a place, and what to do; nil when it may.
  private static func fault(
    of place: ProtocolPlace, _ standing: PhaseStanding
  ) -> (reason: String, hint: String)? {
    switch (standing.phase, place) {
    case (_, .common), (.survey, .survey), (.frame, .spec), (.read, .program), (.run, .code),
      (.synthesize, .synthesis):
      return nil
    case (.run, .measured(of: let name)):
      return foreign(name, standing, isNeeded: true)
    case (.read, .analysis(of: let name)):
      return foreign(name, standing, isNeeded: false)
    default: break
    }
    return (reason(place), hint(place, standing.phase))
  }

  /// The results of one experiment are closed to the others.
  private static func foreign(
    _ name: String, _ standing: PhaseStanding, isNeeded: Bool
  ) -> (reason: String, hint: String)? {
    guard let own = standing.experiment else {
      guard isNeeded else { return nil }
      return (
        "which experiment is run was not said",
        "say so: `rtrack phase RUN EXPERIMENT`, or RTRACK_EXPERIMENT"
      )
    }
    if own.text == name { return nil }
    return (
      "it is none of the results of its own experiment",
      "write below the folder of \(own); results of other experiments stay as they are"
    )
  }

  private static func reason(_ place: ProtocolPlace) -> String {
    switch place {
    case .survey: "a survey is SURVEY's"
    case .spec: "a spec is FRAME's, and a promise once it is run"
    case .measured: "what was measured is RUN's"
    case .analysis: "the analysis is READ's"
    case .program: "questions, log, hand-offs and state are READ's"
    case .synthesis: "the synthesis is SYNTHESIZE's"
    case .code, .common: "code is RUN's"
    }
  }

  private static func hint(_ place: ProtocolPlace, _ phase: Phase) -> String {
    switch (place, phase) {
    case (.spec, .run):
      "carry it out as it stands; what departs from it is a fact for the notes in metrics.json"
    case (.analysis, .run), (.program, .run):
      "write the numbers and stop; what they mean is said in READ"
    case (_, .log): "leave it as it is, and commit what is there"
    case (.code, _), (.common, _):
      "scratch files belong outside the repository; another phase: `rtrack phase RUN EXPERIMENT`"
    case (.survey, _): "another phase begins with `rtrack phase SURVEY`"
    case (.spec, _): "another phase begins with `rtrack phase FRAME`"
    case (.measured, _): "another phase begins with `rtrack phase RUN EXPERIMENT`"
    case (.analysis, _), (.program, _): "another phase begins with `rtrack phase READ EXPERIMENT`"
    case (.synthesis, _): "another phase begins with `rtrack phase SYNTHESIZE`"
    }
  }
}
