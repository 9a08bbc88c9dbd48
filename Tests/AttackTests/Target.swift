/// Where the promise lies that an attack is made on.
enum Target: String, CaseIterable, Sendable {
  /// The ledger's own branch.
  case ledger
  /// The copy of the ledger that a branch of code carries.
  case carried
  /// Protected paths beside the code.
  case beside

  var branch: String { self == .ledger ? "rtrack-ledger" : "main" }

  /// How the promise comes into being in a repository that has a ledger: first the spec, later its
  /// result, each a commit of `branch`.
  var promise: String {
    switch self {
    case .ledger:
      """
      register
      finish
      """
    case .carried:
      """
      register; rtrack carry -q
      echo more >> code; git commit -q -a -m "More code"
      finish; rtrack carry -q
      """
    case .beside:
      """
      rtrack protect add 'experiments/**' --as specs -q
      rtrack protect add 'results/**' --as results -q
      mkdir -p experiments results/exp-001-warm-up
      cp $ROOT/exp-001-warm-up.md experiments
      git add -A; git commit -q -m "Register exp-001"
      echo more >> code; git commit -q -a -m "More code"
      cp $ROOT/run/* results/exp-001-warm-up
      git add -A; git commit -q -m "Results of exp-001"
      """
    }
  }

  /// Sets the variables that attacks are written with.
  var variables: String {
    switch self {
    case .ledger, .carried:
      """
      SPEC=$(git ls-tree -r --name-only $BASE | grep '/exp-001-warm-up/spec-.*[.]md$')
      RESULT=$(git ls-tree -r --name-only $BASE | grep '/exp-001-warm-up/.*/metrics[.]json$')
      FOLDER=.research/experiments
      VARIANT=$(dirname "$SPEC")/$(basename "$SPEC" | tr a-z A-Z)
      NEW_SPEC=.research/experiments/exp-002-late/spec-aaaaaa.md
      """
    case .beside:
      """
      SPEC=experiments/exp-001-warm-up.md
      RESULT=results/exp-001-warm-up/metrics.json
      FOLDER=experiments
      VARIANT=experiments/EXP-001-warm-up.md
      NEW_SPEC=experiments/exp-002-late.md
      """
    }
  }
}
