import Documents
import Platform
import Testing

@testable import rtrack

/// The interpreter that tests run programs with.
enum Python {
  static let isThere =
    (try? Child.run(["python3", "-c", ""], environment: Machine.environment))?.succeeded == true
}

/// `templates/rtrack_metrics.py`, in Python itself.
@Suite(.enabled(if: Python.isThere, "there is no python3"))
struct PythonMetricsTests {
  private static let path = Machine.environment["PATH"] ?? "/usr/bin:/bin"
  private static let templates = FormatPageTests.top("templates")

  /// Runs a program for the lab's experiment, with the module beside it.
  private func run(_ lab: RunLab, _ program: String, _ options: String...) throws
    -> Program.Outcome
  {
    try lab.session.write(lab.outside("program.py"), "import rtrack_metrics as m\n" + program)
    lab.session.environment["PYTHONPATH"] = Self.templates
    lab.session.environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return lab.session.rtrack(
      ["run", RunLab.id] + options + ["--", "python3", "-W", "error", lab.outside("program.py")])
  }

  @Test func `what a program tells becomes the result of its run`() throws {
    let lab = try RunLab()
    let ran = try run(
      lab,
      """
      import os, shutil
      shutil.copy('\(lab.outside("config.json"))', os.environ['RTRACK_RUN_DIR'])
      class Tensor:
          def item(self): return 0.74
      for seed in range(3):
          for step in (1, 2):
              m.log('train_loss', 1 / step, seed=seed, step=step)
          m.log('train_loss', 1, seed=seed, arm='baseline')
          m.log('val_acc', Tensor(), seed=seed)
          m.log('val_acc', 0.7, seed=seed, arm='baseline')
      for arm in ('baseline', 'treatment'):
          m.log('param_count', 1000, arm=arm)
      m.log('total_runs', 1)
      m.note('two lines\\nof \\u00fcmlaut')
      """)
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let metrics = try lab.json("metrics.json")
    #expect(metrics["treatment"]?["val_acc"]?.number == 0.74)
    #expect(metrics["treatment"]?["train_loss"]?.number == 0.5)
    #expect(metrics["baseline"]?["param_count"]?.integer == 1000)
    #expect(metrics["resource_usage"]?["total_runs"]?.integer == 1)
    #expect(metrics["per_seed"]?.array?.count == 3)
    #expect(metrics["notes"]?.string == "two lines\nof ümlaut")
  }

  @Test func `the seed is the run's own, and what is no number is missing with what it was`() throws
  {
    let lab = try RunLab()
    _ = try run(
      lab,
      """
      m.log('train_loss', float('nan'))
      m.log('val_acc', True, seed=None)
      m.missing('param_count', 'not counted')
      """, "--seed", "7")
    let lines = try lab.read("metrics.jsonl").split(separator: "\n").map {
      try JSON.parse(Array($0.utf8))
    }
    #expect(lines.map { $0["seed"]?.integer } == [7, nil, 7])
    #expect(lines[0]["value"]?["reason"]?.string == "the run gave nan")
    #expect(lines[1]["value"]?.boolean == true)
    #expect(lines[2]["value"]?["reason"]?.string == "not counted")
  }

  @Test func `many processes and threads tell at once, and every line is whole`() throws {
    let lab = try RunLab()
    _ = try run(
      lab,
      """
      import os, threading
      def tell(who):
          for step in range(200):
              m.log('val_acc', step, seed=who, step=step)
              m.note(str(who) * 300)
      children = []
      for child in range(4):
          pid = os.fork()
          if pid == 0:
              threads = [threading.Thread(target=tell, args=(child * 10 + t,)) for t in range(2)]
              [t.start() for t in threads]
              [t.join() for t in threads]
              os._exit(0)
          children.append(pid)
      for pid in children:
          assert os.waitpid(pid, 0)[1] == 0
      """)
    let lines = try lab.read("metrics.jsonl").split(separator: "\n")
    #expect(lines.count == 8 * 400)
    #expect(lines.allSatisfy { (try? JSON.parse(Array($0.utf8))) != nil })
  }

  @Test(arguments: [
    ("log('a b', 1)", "ValueError"), ("log('a=b', 1)", "ValueError"), ("log('', 1)", "ValueError"),
    ("log('a', '1')", "TypeError"), ("log('a', None)", "TypeError"),
    ("log('a', 1, arm='control')", "ValueError"), ("log('a', 1, step=float('nan'))", "ValueError"),
    ("log('a', 1, seed='x')", "ValueError"), ("missing('a', ' ')", "ValueError"),
    ("note('x' * 70000)", "ValueError"),
  ])
  func `a call that nobody could read is refused where it stands`(_ call: String, _ error: String)
    throws
  {
    let lab = try RunLab()
    let ran = try run(lab, "m.\(call)")
    #expect(ran.errors.contains(error), "\(ran.errors)")
    #expect(ran.output.contains("cycle_failure_exit_1"))
    #expect(try !lab.names().contains("metrics.jsonl"))
  }

  @Test func `without rtrack the same is printed, as rtrack reads it`() throws {
    let program =
      "import rtrack_metrics as m; m.log('loss', 0.25, seed=1, step=3, arm='baseline'); "
      + "m.log('ok', True); m.log('loss', float('inf')); m.note('a\\nb')"
    let said = try Child.run(
      ["python3", "-B", "-c", program], in: Self.templates, environment: ["PATH": Self.path])
    #expect(
      String(decoding: said.output, as: UTF8.self)
        == "METRIC loss=0.25 seed=1 step=3 arm=baseline\nMETRIC ok=true\nMETRIC loss=nan\nNOTE a b\n"
    )
  }
}
