import Documents
import Research
import SeededDice
import Testing

@testable import Experiments

/// Files of MLflow and DVC as sources of metrics.
@Suite struct ForeignMetricsTests {
  private static let meta = """
    artifact_uri: file:///home/maya/mlruns/0/4f/artifacts
    end_time: 1763703192500
    entry_point_name: ''
    experiment_id: '0'
    lifecycle_stage: active
    run_id: 4f00
    run_name: bold-crab-1
    source_type: 4
    start_time: 1763703190000
    status: 3
    tags: []
    user_id: maya
    """

  private func files(
    _ metrics: [String: String], _ parameters: [String: String] = [:], arm: String? = nil,
    meta: String = meta
  ) -> MLflowRun.Files {
    var files = MLflowRun.Files(meta: Array(meta.utf8))
    files.metrics = metrics.mapValues { Array($0.utf8) }
    files.parameters = parameters.mapValues { Array($0.utf8) }
    if let arm { files.tags["rtrack.arm"] = Array(arm.utf8) }
    return files
  }

  private func fault(_ files: MLflowRun.Files) -> String? {
    do throws(MetricFault) {
      _ = try MLflowRun.read(files)
      return nil
    } catch {
      return error.message
    }
  }

  @Test func `a run of MLflow's tells its metrics with step, seed and arm, and how long it took`()
    throws
  {
    let read = try MLflowRun.read(
      files(
        ["loss": "1763703191000 0.5 0\n1763703192000 0.25 10\n", "val/acc": "1 nan 0\n"],
        ["seed": "3", "lr": "1e-3", "name": "warm up"], arm: "baseline"))
    let run = try #require(read)
    #expect(
      run.records == [
        MetricRecord("loss", .number(0.5), seed: 3, step: 0, arm: .baseline),
        MetricRecord("loss", .number(0.25), seed: 3, step: 10, arm: .baseline),
        MetricRecord(
          "val/acc", .missing(reason: "the run gave nan"), seed: 3, step: 0, arm: .baseline),
      ])
    #expect(run.seconds == 2.5)
    let configuration = try JSON.parse(try #require(run.configuration))
    #expect(configuration["lr"]?.number == 0.001 && configuration["seed"]?.integer == 3)
    #expect(configuration["name"]?.string == "warm up")
    // What is kept of it is a stream as runs write it.
    var fold = MetricsFold()
    for line in run.stream.split(separator: 10) { fold.add(try MetricLine.json(Array(line))) }
    #expect(fold.metrics(for: nil).metrics.baseline["loss"] == .number(0.25))
  }

  @Test func `runs that did not finish, were deleted or say nothing are no source`() throws {
    let loss = ["loss": "1 0.5 0\n"]
    #expect(
      fault(files(loss, meta: Self.meta.replacing("status: 3", with: "status: 4")))?
        .contains("did not finish") == true)
    #expect(
      try MLflowRun.read(
        files(loss, meta: Self.meta.replacing("stage: active", with: "stage: deleted"))) == nil)
    #expect(fault(files([:])) == "it has no metrics")
    #expect(fault(files(["loss": "0.5\n"]))?.hasPrefix("metrics/loss:1: expected") == true)
    #expect(fault(files(loss, ["seed": "first"])) == "params/seed is no whole number")
    #expect(fault(files(loss, arm: "control"))?.contains("no arm") == true)
    #expect(fault(files(loss, meta: "a: [\n"))?.hasPrefix("meta.yaml:") == true)
  }

  @Test func `several runs are one result where each has a seed or an arm of its own`() throws {
    func part(_ seed: String, _ arm: String? = nil) throws -> ForeignMetrics {
      try #require(
        try MLflowRun.read(files(["acc": "1 0.7 0\n"], ["seed": seed, "lr": "1"], arm: arm)))
    }
    let joined = try ForeignMetrics(joining: [
      ("a", part("0")), ("b", part("1")), ("c", part("1", "baseline")),
    ])
    #expect(joined.records.count == 3 && joined.seconds == 7.5)
    #expect(
      joined.parameters == [
        ForeignMetrics.Parameter("lr", [.integer(1)]),
        ForeignMetrics.Parameter("seed", [.integer(0), .integer(1)]),
      ])
    let clash = #expect(throws: MetricFault.self) {
      try ForeignMetrics(joining: [("a", part("0")), ("b", part("0"))])
    }
    #expect(clash?.message == "a and b both measured the treatment, seed 0")
  }

  @Test func `dvc.yaml names its files at the top and in its stages`() throws {
    let index = try DVCFiles.index(
      Array(
        """
        stages:
          train:
            cmd: python train.py
            deps: [train.py]
            params:
              - lr
              - other.yaml:
                  - depth
            metrics:
              - out/eval.json:
                  cache: false
          again:
            cmd: python eval.py
            metrics: [out/eval.json]
        metrics:
          - top.json
        params:
          - top-params.json
        """.utf8))
    #expect(index.metrics == ["top.json", "out/eval.json"])
    #expect(index.parameters == ["top-params.json", "params.yaml", "other.yaml"])
    #expect(throws: MetricFault.self) { try DVCFiles.index(Array("metrics: [".utf8)) }
  }

  @Test func `nested metrics are joined by points, and ours arms are arms`() throws {
    let json = #"{"baseline": {"acc": 0.7}, "val": {"acc": 0.74, "top": {"5": 0.9}}, "name": "x"}"#
    #expect(
      try DVCFiles.records(Array(json.utf8), "m.json") == [
        MetricRecord("acc", .number(0.7), arm: .baseline),
        MetricRecord("val.acc", .number(0.74)), MetricRecord("val.top.5", .number(0.9)),
      ])
    let yaml = "acc: 0.74\nloss: .nan\nn: 3\nok: true\n"
    #expect(
      try DVCFiles.records(Array(yaml.utf8), "m.yaml") == [
        MetricRecord("acc", .number(0.74)),
        MetricRecord("loss", .missing(reason: "the run gave .nan")),
        MetricRecord("n", .number(3)), MetricRecord("ok", .truth(true)),
      ])
    for (text, path) in [("{", "m.json"), ("a: [", "m.yaml"), ("a,1", "m.csv"), ("{}", "m.json")] {
      #expect(throws: MetricFault.self) { try DVCFiles.records(Array(text.utf8), path) }
    }
    #expect(
      try DVCFiles.parameters(Array("train:\n  lr: 0.1\n  layers: [1, 2]\n".utf8), "params.yaml")
        == [
          ForeignMetrics.Parameter("train.lr", [.number(0.1)]),
          ForeignMetrics.Parameter("train.layers", [.array([.integer(1), .integer(2)])]),
        ])
  }

  @Test func `whatever stands in such files, reading them answers`() {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    let whole = Array(Self.meta.utf8)
    for _ in 0..<500 {
      var bytes = whole
      for _ in 0..<(1 + dice.below(4)) {
        bytes[dice.below(bytes.count)] = UInt8(dice.below(256))
      }
      let run = MLflowRun.Files(meta: Array(bytes.prefix(dice.below(bytes.count + 1))))
      _ = try? MLflowRun.read(run)
      _ = try? DVCFiles.index(bytes)
      _ = try? DVCFiles.records(bytes, dice.below(2) == 0 ? "m.yaml" : "m.json")
    }
  }
}
