/// The lab that is attacked: how its repositories come about, by the real program.
enum Lab {
  /// A script that makes all clones in the current folder, and `$ROOT/variables` for attacks.
  static func story(_ target: Target) -> String {
    """
    export RTRACK_AGENT=athena
    cat > $ROOT/exp-001-warm-up.md << 'SPEC'
    \(spec)
    SPEC
    mkdir $ROOT/run; cat > $ROOT/run/metrics.json << 'METRICS'
    \(metrics)
    METRICS
    echo '{"warmup_steps": 500}' > $ROOT/run/config.json
    register() { rtrack experiment register $ROOT/exp-001-warm-up.md -q; }
    finish() { rtrack result add exp-001-warm-up $ROOT/run -q; }

    git init -q --bare -b main origin.git
    git init -q -b main first; cd first; git remote add origin ../origin.git
    echo code > code; git add -A; git commit -q -m Begin
    rtrack init -q
    rtrack agent add athena --role manager -q
    for name in flux sage; do rtrack agent add $name -q; done
    rtrack cycle open -q
    rtrack issue open "Does warm-up help?" -q
    rtrack comment 1 "Registering it now." -q
    \(target.promise)
    rtrack comment 1 "It does." --as flux -q
    git push -q -u origin main; rtrack sync -q
    cd ..

    git clone -q origin.git stock; cd stock
    \(target == .ledger ? "rtrack comment 1 'An honest word.' -q" : honestCommit)
    git push -q origin $BRANCH:refs/stock/next
    NEXT=$(git rev-parse $BRANCH); cd ..; rm -rf stock first

    \(clones(target))
    cd attacker
    BASE=$(git rev-parse $BRANCH); LEDGER=$(git rev-parse rtrack-ledger)
    \(target.variables)
    SPEC_COMMIT=$(git log --format=%H --diff-filter=A $BRANCH -- "$SPEC")
    RESULT_COMMIT=$(git log --format=%H --diff-filter=A $BRANCH -- "$RESULT")
    cd ../evil; git checkout -q -b tamper
    tamper "$SPEC"; git commit -q -m "Update spec"; cd ..
    for name in BASE LEDGER NEXT SPEC RESULT FOLDER VARIANT NEW_SPEC SPEC_COMMIT RESULT_COMMIT; do
      eval "echo $name=\\$$name"
    done > $ROOT/variables
    """
  }

  private static let honestCommit = """
    git checkout -q main; echo notes > notes.txt; git add -A; git commit -q -m Notes
    """

  private static func clones(_ target: Target) -> String {
    let isLedger = target == .ledger
    let local = isLedger ? "git checkout -q" : "git branch -q"
    let enter = isLedger ? "git checkout -q --ignore-other-worktrees rtrack-ledger" : ":"
    return """
      for clone in attacker evil; do
        git clone -q origin.git $clone
        (cd $clone; \(local) rtrack-ledger \(isLedger ? "" : "origin/rtrack-ledger"))
      done
      cp -a origin.git guarded.git
      (cd guarded.git; rtrack hooks install --server -q)
      for clone in client unhooked; do
        git clone -q origin.git $clone; (cd $clone; rtrack init -q)
      done
      (cd client; rtrack hooks install -q; \(enter))
      git clone -q origin.git witness
      (cd witness; rtrack init -q; rtrack sync -q)
      for clone in attacker client; do
        git -C $clone fetch -q origin 'refs/stock/*:refs/stock/*'
      done
      """
  }

  private static let spec = """
    # Experiment: warm-up

    ## Hypothesis
    A linear warm-up raises validation accuracy by at least 2 percentage points.

    ## Independent Variables
    `warmup_steps`: 0 (baseline), 500 (treatment).

    ## Controls
    Optimiser, batch size and data order are fixed.

    ## Metrics (ALL must be reported)

    ### Primary
    - `val_acc` in [0, 1], higher is better: share of the validation set classified rightly.

    ### Secondary
    - `train_loss` in [0, 10], lower is better.

    ### Sanity Checks
    - `param_count` in [1, 1000000000]: must be equal in both arms.

    ## Baselines
    Constant schedule: `val_acc` 0.71 within 0.02.

    ## Success Criteria (immutable once RUN begins)
    - [ ] SC-1: `treatment.val_acc >= baseline.val_acc + 0.02` as large as promised
    - [ ] SC-2: `treatment.param_count == baseline.param_count` nothing else changed
    - [ ] SC-3: `std(per_seed.val_acc) < 0.05` it holds across seeds

    ## Minimum Viable Experiment
    One epoch, one seed.

    ## Full Protocol
    1. Reproduce the baseline with seeds 0, 1, 2.
    2. Run the treatment with seeds 0, 1, 2.

    ## Resource Budget
    **Tier:** Standard
    - Max GPU-hours: 1
    - Max wall-clock time: 1 h
    - Max training runs: 8
    - Max seeds per configuration: 3

    ### Compute Profile
    ```yaml
    compute_type: cpu
    estimated_rows: 60000
    model_type: other
    sequential_fits: 6
    parallelizable: true
    memory_gb: 2
    gpu_type: none
    estimated_wall_hours: 0.5
    ```

    ## Abort Criteria
    - `train_loss` is not a number for 3 steps.

    ## Confounds to Watch For
    Warm-up shortens the time at full rate.
    """

  private static let metrics = """
    {
      "experiment": "exp-001-warm-up",
      "timestamp": "2026-11-21T04:00:00",
      "baseline": {"val_acc": 0.71, "train_loss": 0.9, "param_count": 1000},
      "treatment": {"val_acc": 0.74, "train_loss": 0.8, "param_count": 1000},
      "per_seed": [
        {"seed": 0, "val_acc": 0.74, "train_loss": 0.8, "param_count": 1000},
        {"seed": 1, "val_acc": 0.73, "train_loss": 0.8, "param_count": 1000},
        {"seed": 2, "val_acc": 0.75, "train_loss": 0.8, "param_count": 1000}
      ],
      "sanity_checks": {"param_count": 1000},
      "resource_usage": {
        "gpu_hours": 0, "wall_clock_seconds": 600, "total_training_steps": 3000, "total_runs": 6
      },
      "abort_triggered": false,
      "abort_reason": null,
      "notes": "Six runs, none was repeated."
    }
    """
}
