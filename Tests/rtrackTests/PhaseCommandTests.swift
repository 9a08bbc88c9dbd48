import Platform
import Testing

@testable import rtrack

/// Commands that run in a phase, as real processes: what is closed to them, and that it is open
/// again afterwards whatever happens.
@Suite struct PhaseCommandTests {
  private let session: Session

  init() throws {
    session = try Session()
    try shell(
      """
      mkdir -p experiments results/exp-000-base results/exp-001-warm-up code data/evaluation
      echo '# Experiment: warm-up' > experiments/exp-001-warm-up.md
      echo '# Survey' > experiments/survey-rates.md
      echo '{}' > results/exp-000-base/metrics.json
      echo '# Questions' > QUESTIONS.md; echo 1 > code/train.sh; echo split > data/evaluation/split
      chmod 755 code/train.sh; chmod 600 results/exp-000-base/metrics.json
      git add -A; git commit -q -m Begin
      """)
    for line in ["init", "protect add data/evaluation/** --as files"] {
      let outcome = session.rtrack(line)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @discardableResult
  private func shell(_ script: String) throws -> (status: Int32, text: String) {
    session.environment["PATH"] = "\(session.root)/bin:\(Self.path)"
    let result = try session.call(["sh", "-c", script])
    guard case .exited(let status) = result.end else { return (-1, "") }
    return (status, String(decoding: result.output + result.errors, as: UTF8.self))
  }

  private static let path = Machine.environment["PATH"] ?? "/usr/bin:/bin"

  /// Every file with its mode and bytes, and every folder, without git's and the view's.
  private func fingerprint() throws -> String {
    try shell(
      """
      find . \\( -name .git -o -name .research \\) -prune -o -type f -printf '%p %m ' -exec \
        sha1sum {} \\; -o -printf '%p %y %m\\n' | sort
      """
    ).text
  }

  @Test(arguments: [
    ("exit 0", 0), ("exit 3", 3), ("kill -TERM $$; sleep 1", 143), ("exec no-such-program", 127),
  ])
  func `the modes are back after the command, whose exit status is the call's`(
    _ script: String, _ status: Int
  ) throws {
    let before = try fingerprint()
    for option in ["--modes-only", ""] {
      let run = try shell(
        """
        rtrack phase \(option) RUN exp-001-warm-up -- sh -c '
          stat -c "%a %n" experiments/* results/exp-000-base/* QUESTIONS.md data/evaluation/* \
            code/train.sh; echo $RTRACK_PHASE $RTRACK_EXPERIMENT; \(script)'
        """)
      #expect(Int(run.status) == status, "\(run.text)")
      #expect(
        run.text.hasPrefix(
          """
          444 experiments/exp-001-warm-up.md
          444 experiments/survey-rates.md
          400 results/exp-000-base/metrics.json
          444 QUESTIONS.md
          444 data/evaluation/split
          755 code/train.sh
          RUN exp-001-warm-up

          """), "\(run.text)")
      #expect(try fingerprint() == before)
    }
  }

  @Test(arguments: [
    ("SURVEY", "experiments/survey-new.md", "experiments/exp-001-warm-up.md"),
    ("FRAME", "experiments/exp-002-batch.md", "experiments/survey-rates.md"),
    ("RUN", "results/exp-001-warm-up/metrics.json", "results/exp-000-base/metrics.json"),
    ("RUN", "code/new", "experiments/exp-001-warm-up.md"),
    ("READ", "results/exp-001-warm-up/analysis.md", "results/exp-000-base/metrics.json"),
    ("READ", "QUESTIONS.md", "experiments/exp-001-warm-up.md"),
    ("SYNTHESIZE", "SYNTHESIS.md", "QUESTIONS.md"),
  ])
  func `even root writes what is the phase's, and nothing else`(
    _ phase: String, _ own: String, _ foreign: String
  ) throws {
    try requireBubblewrap()
    let folder = Path.parent(foreign)
    let run = try shell(
      """
      rtrack phase \(phase) exp-001-warm-up -- sh -c '
        echo x > \(own) && echo written
        chmod 666 \(foreign); echo x >> \(foreign); rm -f \(foreign); mv \(foreign) away
        sed -i s/a/b/ \(foreign); ln -sf /dev/null \(foreign)
        test \(folder) = . || mv \(folder) aside
        mount -o remount,rw,bind \(foreign); umount \(foreign)
        mv "$PWD" "$PWD-aside"; true' 2>/dev/null
      git status --porcelain --untracked-files=no
      """)
    let isChanged = own == "QUESTIONS.md"
    #expect(run.text == "written\n" + (isChanged ? " M QUESTIONS.md\n" : ""), "\(run.text)")
    #expect(try session.read(own) == "x\n")
  }

  @Test func `where nothing can be mounted, that is told, and modes are all there is`() throws {
    let programs = "sh git cat stat true env"
    try shell(
      """
      mkdir ../few; for p in \(programs); do ln -s "$(command -v $p)" ../few/$p; done
      ln -s ../bin/rtrack ../few/rtrack
      """)
    let few = Path.join(session.root, "few")
    let call = "PATH=\(few) rtrack phase RUN exp-001-warm-up -- stat -c %a QUESTIONS.md"
    let none = try shell(call)
    #expect(
      none.status == 0 && none.text.hasPrefix("444\nrtrack: bubblewrap (bwrap) is not installed"))
    try shell("printf '#!/bin/sh\\nexit 1\\n' > ../few/bwrap; chmod +x ../few/bwrap")
    #expect(try shell(call).text.contains("rtrack: bubblewrap (bwrap) may not mount anything here"))
  }

  @Test(arguments: ["--modes-only", ""])
  func `a request to stop reaches the command, and what it answers is the answer`(
    _ option: String
  ) throws {
    let before = try fingerprint()
    for signal in ["TERM", "HUP", "INT"] {
      // A shell lets what it starts in the background ignore SIGINT.
      let run = try shell(
        """
        rm -f ../ready
        perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
          rtrack phase \(option) RUN exp-001-warm-up -- sh -c '
          trap "echo heard; exit 7" \(signal); touch ../ready; while :; do sleep 0.05; done' &
        until test -e ../ready; do sleep 0.02; done
        kill -\(signal) $!; wait $!; echo $?
        """)
      #expect(run.text.hasSuffix("heard\n7\n"), "\(signal): \(run.text)")
    }
    #expect(try fingerprint() == before)
  }

  @Test func `after rtrack was killed the next call gives the modes back, once all is over`()
    throws
  {
    let before = try fingerprint()
    let run = try shell(
      """
      exec 2>/dev/null
      rtrack phase --modes-only RUN exp-001-warm-up -- sh -c '
        touch ../ready; until test -e ../go; do sleep 0.02; done; touch ../over' &
      until test -e ../ready; do sleep 0.02; done
      # rtrack notes the command down once it has started it.
      sleep 0.5; kill -KILL $!; wait $!; echo $?
      rtrack list; stat -c %a QUESTIONS.md
      touch ../go; until test -e ../over; do sleep 0.02; done; sleep 0.2
      stat -c %a QUESTIONS.md; rtrack list; stat -c %a QUESTIONS.md
      """)
    #expect(run.text.hasSuffix("137\n444\n444\n644\n"), "\(run.text)")
    #expect(try fingerprint() == before)
  }

  @Test func `doctor gives the modes back too, and says so`() throws {
    let run = try shell(
      """
      exec 2>/dev/null
      rtrack phase --modes-only RUN exp-001-warm-up -- sh -c 'kill -KILL $PPID; exit 0'
      sleep 0.2; rtrack doctor --json | grep 'have their modes back'; stat -c %a QUESTIONS.md
      """)
    #expect(run.text.contains("files have their modes back after 1 phase"), "\(run.text)")
    #expect(run.text.hasSuffix("644\n"))
  }

  @Test func `of two phases at work the last to end gives the modes back`() throws {
    let before = try fingerprint()
    let run = try shell(
      """
      rtrack phase --modes-only RUN exp-001-warm-up -- sh -c '
        touch ../ready; until test -e ../go; do sleep 0.02; done; stat -c %a QUESTIONS.md' &
      until test -e ../ready; do sleep 0.02; done
      rtrack phase --modes-only RUN exp-002-batch -- true
      stat -c %a QUESTIONS.md; touch ../go; wait $!; stat -c %a QUESTIONS.md
      """)
    #expect(run.text == "444\n444\n644\n", "\(run.text)")
    #expect(try fingerprint() == before)
  }

  @Test func `a command in a phase begins no other phase`() throws {
    let run = try shell(
      "rtrack phase RUN exp-001-warm-up -- rtrack phase READ exp-001-warm-up -- true")
    #expect(run.status == 1 && run.text.contains("this is the RUN of exp-001-warm-up phase"))
    #expect(
      try shell("rtrack phase RUN exp-001-warm-up -- no-such-program").text
        .contains("there is no program no-such-program"))
  }

  @Test func `a link that the command left in a folder's place gives no other file a mode`()
    throws
  {
    try shell("mkdir ../outside; echo x > ../outside/metrics.json; chmod 640 ../outside/*")
    try shell(
      """
      rtrack phase --modes-only RUN exp-001-warm-up -- sh -c '
        mv results/exp-000-base ../kept; ln -s ../../outside results/exp-000-base'
      """)
    #expect(try shell("stat -c %a ../outside/metrics.json").text == "640\n")
  }

  private func requireBubblewrap() throws {
    let trial = try shell("bwrap --dev-bind / / true")
    try #require(trial.status == 0, "bubblewrap is wanted here (Debian: bubblewrap): \(trial.text)")
  }
}
