import Experiments
import Research

/// A spec in which nothing is missing, and faults made in it line by line.
enum Sample {
  static let text = """
    # Experiment: dropout

    ## Hypothesis
    Dropout of 0.2 raises test accuracy by at least 1 percentage point.

    ## Independent Variables
    - `dropout`: 0 (baseline), 0.2 (treatment), "off, really".

    ## Controls
    Everything else.

    ## Metrics (ALL must be reported)

    ### Primary
    - `acc` in [0, 1], higher is better: share that is right

    ### Secondary
    - `loss` in [0, inf), lower is better

    ### Sanity Checks
    - `params` in [1, 1e9]

    ## Baselines
    No dropout: `acc` 0.8 within 0.01.

    ## Success Criteria (immutable once RUN begins)
    - [ ] SC-1: `treatment.acc >= baseline.acc + 0.01` as large as promised
    - [ ] SC-2: `std(per_seed.acc) < 0.05` across seeds
    - [ ] SC-3: the curves look alike

    ## Minimum Viable Experiment
    One step.

    ## Full Protocol
    1. Baseline with seeds 0, 1 and 2.
    2. Treatment with the same.

    ## Resource Budget
    **Tier:** Standard
    - Max GPU-hours: 1
    - Max wall-clock time: 90 min
    - Max training runs: 6
    - Max seeds per configuration: 3

    ### Compute Profile
    ```yaml
    compute_type: cpu
    estimated_rows: 1000
    model_type: other
    sequential_fits: 6
    parallelizable: true
    memory_gb: 2
    gpu_type: none
    estimated_wall_hours: 0.5
    ```

    ## Abort Criteria
    - `treatment.loss > 100` for a whole epoch
    - `loss` is not a number.

    ## Confounds to Watch For
    The optimiser.

    ## Notes of our own
    Anything.
    """

  /// The sample with one text replaced.
  static func with(_ old: String, _ new: String) -> String {
    guard let place = text.firstRange(of: old) else { return "" }
    return text.replacingCharacters(in: place, with: new)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}

extension SpecCheck {
  /// The findings as `rule:line`, notes left out.
  var faults: [String] {
    findings.filter { $0.severity > .note }.map {
      "\($0.fault.rule.rawValue):\($0.fault.place.line)"
    }
  }

  init(_ text: String, _ profile: SpecProfile = .strict) { self.init(Array(text.utf8), profile) }
}
