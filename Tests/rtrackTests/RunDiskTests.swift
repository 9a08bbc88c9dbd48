import Documents
import Platform
import Testing

@testable import rtrack

/// Runs that meet the end of a disk, on one of a few MiB that is theirs alone.
@Suite struct RunDiskTests {
  /// A shell's script in the lab's repository, on a small disk that is gone with the shell.
  private func onSmallDisk(_ lab: RunLab, _ script: String) throws -> String {
    let session = lab.session
    let result = try Child.run(
      ["unshare", "-rm", "sh", "-euc"] + [
        """
        cp -R repo aside
        mount -t tmpfs -o size=12m small repo
        cp -R aside/. repo
        cd repo
        PATH='\(session.root)/bin':$PATH RTRACK_AGENT=flux
        export RTRACK_AGENT
        \(script)
        """
      ],
      in: session.root, environment: session.environment, timeLimit: .seconds(60))
    let said = String(decoding: result.output + result.errors, as: UTF8.self)
    try #require(result.succeeded, "\(said)")
    return said
  }

  private static let hasDisk: Bool = {
    let result = try? Child.run(
      ["unshare", "-rm", "mount", "-t", "tmpfs", "small", "/mnt"],
      environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"])
    return result?.succeeded == true
  }()

  /// What a machine's kernel refuses to its tests no package brings.
  private static func tellNotShown() { print("no file system can be mounted here: not shown") }

  private static let fill = "dd if=/dev/zero of=filler bs=64k 2>/dev/null"

  /// Prints more than a full disk has room for again, and waits until the watcher has kept it.
  private static let fillLog = """
    head -c 300000 /dev/urandom | base64; \
    until test $(wc -c < "$RTRACK_RUN_DIR/../log-head") -gt 400000; do sleep 0.01; done
    """

  /// Shows a file of the run from the ledger: the view may have had no room.
  private static let show = """
    show() { git show "rtrack-ledger:$(git ls-tree -r --name-only rtrack-ledger | grep "/$1$")"; }

    """

  @Test
  func `a run that fills the disk is recorded all the same, in room that was kept for it`() throws {
    guard Self.hasDisk else { return Self.tellNotShown() }
    let lab = try RunLab()
    let said = try onSmallDisk(
      lab,
      Self.show
        + """
        rtrack run 1 -- sh -c 'echo METRIC val_acc=0.25 seed=0; \(Self.fill); \
        echo METRIC val_acc=0.5 seed=0; exit 3' && exit 1
        rm filler
        rtrack verify
        git fsck --no-dangling
        show run.json; show metrics.json
        """)
    #expect(said.contains(#""reason": "cycle_failure_exit_3""#), "\(said)")
    // What was told when the disk was full is there too.
    #expect(said.contains(#""val_acc": 0.5"#), "\(said)")
  }

  @Test
  func `a record that has no room is told as not there, and reaped with its real end`() throws {
    guard Self.hasDisk else { return Self.tellNotShown() }
    let lab = try RunLab()
    let said = try onSmallDisk(
      lab,
      Self.show
        + """
        rtrack run 1 -- sh -c '\(Self.fillLog); \(Self.fill); \
        echo METRIC val_acc=0.5 seed=0; exit 3' > /dev/null && exit 1
        test $(git ls-tree -r --name-only rtrack-ledger .research/results | wc -l) = 1
        rm filler
        rtrack run --reap
        rtrack verify
        git fsck --no-dangling
        test -z "$(ls .git/rtrack/runs)"
        show run.json; show metrics.json
        """)
    #expect(said.contains("is not recorded yet") && said.contains("the disk is full"), "\(said)")
    // Not lost: its end was noted, and all that it told.
    #expect(said.contains(#""reason": "cycle_failure_exit_3""#), "\(said)")
    #expect(said.contains(#""exit_code": 3"#) && said.contains(#""val_acc": 0.5"#), "\(said)")
  }

  @Test
  func `a disk that is full before a run begins refuses it, and nothing of it is left`() throws {
    guard Self.hasDisk else { return Self.tellNotShown() }
    let lab = try RunLab()
    let said = try onSmallDisk(
      lab,
      """
      \(Self.fill) || :
      rtrack run 1 -- touch ran && exit 1
      test ! -e ran
      rm filler
      rtrack run --reap
      test -z "$(git for-each-ref refs/rtrack/runs)"
      test -z "$(ls .git/rtrack/runs 2>/dev/null)"
      rtrack verify
      """)
    #expect(said.contains("No space left") || said.contains("disk is full"), "\(said)")
  }

  @Test
  func `a disk that has room again before the end costs the run nothing but its log`() throws {
    guard Self.hasDisk else { return Self.tellNotShown() }
    let lab = try RunLab()
    let said = try onSmallDisk(
      lab,
      """
      rtrack run 1 -- sh -c '\(Self.fill); head -c 300000 /dev/zero | tr "\\0" x; sleep 0.3; \
      rm filler; \(lab.good.replacing("'", with: ""))' > /dev/null
      cat .research/results/*/1-*/run.json
      """)
    #expect(said.contains(#""outcome": "completed""#), "\(said)")
    #expect(said.contains(#""output_bytes": 300000"#), "\(said)")
  }

  @Test func `where files may not grow, the log is cut and told, and the run completes`() throws {
    let lab = try RunLab()
    let binary = Path.join(lab.session.root, "bin/rtrack")
    let said = try lab.session.call([
      "sh", "-c",
      """
      ulimit -f 1600
      '\(binary)' run 1 -- sh -c "head -c 3000000 /dev/zero | tr '\\0' x; \
      \(lab.good.replacing("$", with: "\\$"))" | tail -n 3
      """,
    ])
    let output = String(decoding: said.output, as: UTF8.self)
    #expect(output.contains("not all that it printed could be kept"), "\(output.suffix(500))")
    // The view's own files may not grow either: what counts is the ledger.
    let run = try #require(lab.session.rtrack("run list 1 -q").output.split(separator: "\n").first)
    let folder = "rtrack-ledger:.research/results/\(RunLab.id)/\(run)"
    let record = try JSON.parse(Array(try lab.git("show", "\(folder)/run.json").utf8))
    #expect(record["outcome"]?.string == "completed")
    #expect(record["output_bytes"]?.integer == 3_000_000)
    let log = try lab.git("show", "\(folder)/output.log")
    #expect(log.contains("bytes were left out here]") && log.utf8.count < 1 << 20)
    #expect(lab.session.rtrack("verify").status == 0)
  }
}
