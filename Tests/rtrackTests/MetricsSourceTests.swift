import Documents
import Platform
import Research
import Testing

@testable import rtrack

/// Results whose metrics another tool kept.
@Suite struct MetricsSourceTests {
  /// A run as MLflow's file store lays it out.
  private func write(
    _ lab: RunLab, _ run: String, _ seed: Int, _ arm: String?, _ values: [(String, Double)]
  ) throws {
    let place = "mlruns/77/\(run)"
    try lab.session.write("mlruns/77/meta.yaml", "experiment_id: '77'\nname: warm-up\n")
    try lab.session.write(
      "\(place)/meta.yaml",
      "end_time: 1763703192500\nlifecycle_stage: active\nrun_id: \(run)\n"
        + "start_time: 1763703190000\nstatus: 3\ntags: []\n")
    for (name, value) in values {
      try lab.session.write(
        "\(place)/metrics/\(name)", "1763703191000 9 0\n1763703191000 \(value) 10\n")
    }
    try lab.session.write("\(place)/params/seed", "\(seed)")
    try lab.session.write("\(place)/params/warmup_steps", "500")
    if let arm { try lab.session.write("\(place)/tags/rtrack.arm", arm) }
  }

  private func store(_ lab: RunLab) throws {
    for seed in 0...2 {
      try write(
        lab, "t\(seed)", seed, nil,
        [("val_acc", 0.73 + 0.01 * Double(seed)), ("train_loss", 0.5), ("param_count", 1000)])
      try write(
        lab, "b\(seed)", seed, "baseline",
        [("val_acc", 0.705), ("train_loss", 0.8), ("param_count", 1000)])
    }
    try lab.session.write("out/notes.txt", "by hand\n")
  }

  private func add(_ lab: RunLab, _ words: String...) -> Program.Outcome {
    lab.session.rtrack(["result", "add", "1", "out"] + words)
  }

  @Test func `an experiment of MLflow's becomes one result, with what it was made from`() throws {
    let lab = try RunLab()
    try store(lab)
    let added = add(lab, "--metrics-from", "mlruns/77")
    #expect(added.status == 0, "\(added.output)\(added.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(abs((metrics["treatment"]?["val_acc"]?.number ?? 0) - 0.74) < 1e-12)
    #expect(metrics["baseline"]?["train_loss"]?.number == 0.8)
    #expect(metrics["per_seed"]?.array?.map { $0["seed"]?.integer } == [0, 1, 2])
    #expect(metrics["resource_usage"]?["wall_clock_seconds"]?.number == 15)
    // What the store does not tell is missing, and not 0.
    #expect(metrics["resource_usage"]?["gpu_hours"]?["status"]?.string == "missing")
    #expect(try lab.json("config.json")["warmup_steps"]?.integer == 500)
    #expect(try lab.read("metrics.jsonl").split(separator: "\n").count == 36)
    #expect(try lab.names().contains("notes.txt"))
    #expect(lab.session.rtrack("verdict 1 -q").output == "CONFIRMED\n")
    #expect(lab.session.rtrack("verify").status == 0)
    // One run alone lacks what the spec promises.
    let alone = add(lab, "--metrics-from", "mlruns/77/t0")
    #expect(alone.status == 1 && alone.output.contains("nothing was added"), "\(alone.output)")
  }

  @Test func `a dvc.yaml gives its metrics and its parameters`() throws {
    let lab = try RunLab()
    try store(lab)
    try lab.session.write(
      "dvc.yaml",
      "stages:\n  train:\n    cmd: python train.py\n    params: [warmup_steps]\n"
        + "    metrics:\n      - eval.json:\n          cache: false\n")
    try lab.session.write("params.yaml", "warmup_steps: 500\n")
    let numbers = "{\"val_acc\": 0.74, \"train_loss\": 0.5, \"param_count\": 1000}"
    try lab.session.write("eval.json", "{\"treatment\": \(numbers), \"baseline\": \(numbers)}")
    let added = add(lab, "--metrics-from", "dvc.yaml")
    // Seeds are promised, and DVC has none.
    #expect(added.status == 1 && added.output.contains("seed"), "\(added.output)\(added.errors)")
    let shown = added.output + added.errors
    #expect(!shown.contains("treatment.val_acc") && !shown.contains("config.json"), "\(shown)")
  }

  @Test func `what cannot be a source is told, and nothing is written`() throws {
    let lab = try RunLab()
    try store(lab)
    try lab.session.write("twice/meta.yaml", "experiment_id: '1'\n")
    try lab.session.write("dvc.yaml", "metrics: [../../secret.json]\n")
    try lab.session.write("empty/dvc.yaml", "stages: {}\n")
    try lab.session.write("own/metrics.json", "{}")
    let before = try lab.git("rev-parse", "rtrack-ledger")
    for (source, word) in [
      ("nowhere", "there is nothing"), ("out", "no meta.yaml"), ("twice", "there is no run in it"),
      ("dvc.yaml", "lies elsewhere"), ("empty/dvc.yaml", "names no metrics"),
      ("readme.md", "neither a folder of MLflow's nor a dvc.yaml"),
    ] {
      let refused = add(lab, "--metrics-from", source)
      #expect(refused.status == 2 && refused.errors.contains(word), "\(source): \(refused.errors)")
    }
    let both = lab.session.rtrack("result add 1 own --metrics-from mlruns/77")
    #expect(both.status == 2 && both.errors.contains("one source of metrics"), "\(both.errors)")
    try write(lab, "t9", 0, nil, [("val_acc", 0.9)])
    let clash = add(lab, "--metrics-from", "mlruns/77")
    #expect(clash.status == 2 && clash.errors.contains("t0 and t9 both measured"))
    #expect(try lab.git("rev-parse", "rtrack-ledger") == before)
  }
}
