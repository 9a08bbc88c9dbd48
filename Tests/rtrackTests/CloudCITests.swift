import Documents
import Platform
import Testing

@testable import rtrack

/// Runs that a code host's CI does: its own workflow's lines in a clone of its own, and the folder
/// that comes back by hand.
@Suite struct CloudCITests {
  /// A clone whose runs are CI's, with a remote beside it.
  private func lab() throws -> CloudLab {
    let cloud = try CloudLab()
    cloud.session.environment["PATH"] =
      Path.join(cloud.session.root, "bin") + ":" + (cloud.session.environment["PATH"] ?? "")
    for line in [
      "git clone -q --bare . ../remote.git",
      "git remote add origin ../remote.git", "git config rtrack.cloud.engine ci",
    ] {
      let result = try cloud.session.call(try Words.split(line))
      try #require(result.succeeded, "\(line): \(String(decoding: result.errors, as: UTF8.self))")
    }
    return cloud
  }

  /// The lines that a host's CI calls, in their order.
  private func lines(_ host: CITemplate) -> String {
    host.experiment.split(separator: "\n").compactMap { line in
      var line = line.drop { $0 == " " || $0 == "-" }
      if line.hasPrefix("run: ") { line = line.dropFirst(5) }
      let isCall = ["git ", "rtrack ", "command "].contains { line.hasPrefix($0) }
      return isCall ? String(line) : nil
    }
    .joined(separator: "\n")
  }

  @Test(arguments: CITemplate.allCases)
  func `the lines of a workflow do a run in a shallow clone, and its folder is recorded`(
    _ host: CITemplate
  ) throws {
    let cloud = try lab()
    let session = cloud.session
    let sent = cloud.send(
      "echo $API_TOKEN $DEPTH; echo plain > \"$RTRACK_RUN_DIR/plain\"; \(cloud.lab.good)", "--env",
      "DEPTH=3", "--output-dir", "results/")
    #expect(sent.status == 0 && sent.output.contains("--from DIR"), "\(sent.errors)")
    #expect(try cloud.lab.kinds() == ["started"])
    #expect(session.rtrack("sync").status == 0)
    let run = session.rtrack("cloud ls -q").output.filter { !$0.isWhitespace }
    let home = session.directory
    try session.call([
      "git", "clone", "-q", "--depth", "1", "file://\(session.root)/remote.git", "../ci",
    ])
    session.directory = Path.join(session.root, "ci")
    let before = session.environment
    session.environment["RTRACK_RUN"] = run
    session.environment["API_TOKEN"] = "swordfish-swordfish"
    session.environment["GITHUB_RUN_ID"] = "77"
    let done = try session.call(["sh", "-euc", lines(host)])
    session.environment = before
    let said = String(decoding: done.output + done.errors, as: UTF8.self)
    try #require(done.succeeded, "\(said)")
    let left = try FileSystem.entries(Path.join(session.directory, "rtrack-job")).sorted()
    #expect(
      left == [
        "exit_code", "facts", "files", "manifest.sha256", "setup.log", "stderr.log", "stdout.log",
      ])
    session.directory = home
    let pulled = session.rtrack("cloud pull 1 --from ../ci/rtrack-job")
    #expect(pulled.status == 0, "\(pulled.errors)\(pulled.output)")
    #expect(try cloud.lab.read("output.log") == "[API_TOKEN] 3\n")
    #expect(try cloud.lab.read("plain") == "plain\n")
    #expect(try session.read("results/plain") == "plain\n")
    let record = try cloud.lab.json("run.json")
    #expect(record["outcome"]?.string == "completed")
    #expect(record["environment"]?["engine"]?.string == "ci")
    #expect(record["machine"]?["ci"]?.string?.hasSuffix("run 77") == true)
    #expect(record["machine"]?["kernel"]?.string?.isEmpty == false)
    #expect(session.rtrack("verify").status == 0)
    #expect(session.rtrack("doctor").status == 0)
  }

  @Test func `a folder is recorded whole, as this run's and once, or not at all`() throws {
    let cloud = try lab()
    let session = cloud.session
    cloud.send("echo first; exit 3")
    #expect(session.rtrack("cloud execute 1 ../first").status == 1)
    let tip = try cloud.lab.git("rev-parse", "rtrack-ledger")
    let nothing = session.rtrack("cloud pull 1")
    #expect(nothing.status == 2 && nothing.errors.contains("--from DIR"), "\(nothing.errors)")
    #expect(session.rtrack("cloud status 1").status == 2)
    #expect(session.rtrack("cloud logs 1").status == 2)
    #expect(cloud.send("true").status == 1, "one is under way")
    let whole = Path.join(session.root, "first")
    let facts = try session.read(Path.join(whole, "facts"))
    for (damage, word) in [
      ("rm -r ../first/exit_code", "came to its end"), ("echo >> ../first/stdout.log", "SHA-256"),
      ("rm ../first/stderr.log", "did not arrive"), ("echo x > ../first/files/x", "not among"),
      ("sed -i 's/_RUN=1/_RUN=2/' ../first/facts", "SHA-256"),
      (
        """
        cd ../first; sed -i 's/_RUN=1/_RUN=2/' facts
        sha256sum facts *.log > manifest.sha256
        echo "3 $(sha256sum < manifest.sha256 | cut -d' ' -f1) itself" > exit_code
        """, "not of this run"
      ),
      ("rm -r ../first", "came to its end"),
    ] {
      try session.call(["cp", "-a", whole, whole + ".kept"])
      try session.call(["sh", "-c", damage])
      let pulled = session.rtrack("cloud pull 1 --from ../first")
      #expect(pulled.status == 2 && pulled.errors.contains(word), "\(damage): \(pulled.errors)")
      #expect(try cloud.lab.git("rev-parse", "rtrack-ledger") == tip)
      try FileSystem.removeTree(whole)
      try FileSystem.rename(whole + ".kept", to: whole)
    }
    #expect(try session.read(Path.join(whole, "facts")) == facts)
    let pulled = session.rtrack("cloud pull 1 --from ../first")
    #expect(pulled.status == 1 && pulled.output.contains("failed"), "\(pulled.errors)")
    #expect(try cloud.lab.json("run.json")["exit_code"]?.integer == 3)
    let again = session.rtrack("cloud pull 1 --from ../first")
    #expect(again.status == 0 && again.output.contains("on record already"), "\(again.errors)")
    #expect(session.rtrack("verify").status == 0)
  }

  @Test func `a run that CI never brings is given up, and kept as lost`() throws {
    let cloud = try lab()
    cloud.send("true")
    let given = cloud.session.rtrack("cloud terminate 1")
    #expect(given.status == 0 && given.output.contains("\tlost\tyes\t"), "\(given.errors)")
    #expect(try cloud.lab.json("run.json")["reason"]?.string?.contains("given up") == true)
    let late = cloud.session.rtrack("cloud execute 1 ../late")
    #expect(late.status == 2 && late.errors.contains("has an end"), "\(late.errors)")
    #expect(cloud.session.rtrack("verify").status == 0)
  }

  @Test func `what CI cannot have is refused here, and what is not its own there`() throws {
    let cloud = try lab()
    let session = cloud.session
    try session.write("data/rows", "row\n")
    for (words, word) in [
      (["--data-dirs", "data"], "commit it"),
      (["--env", "API_TOKEN=swordfish"], "CI's own secrets"),
    ] {
      let sent = session.rtrack(["cloud", "run", "true", "--spec", "1"] + words)
      #expect(sent.status == 2 && sent.errors.contains(word), "\(sent.errors)")
    }
    #expect(try cloud.lab.kinds() == [])
    cloud.send("true")
    session.environment["GITHUB_RUN_ATTEMPT"] = "2"
    let second = session.rtrack("cloud execute 1 ../second")
    #expect(second.status == 1 && second.errors.contains("attempt 2"), "\(second.errors)")
    session.environment["GITHUB_RUN_ATTEMPT"] = "1"
    let full = session.rtrack("cloud execute 1 data")
    #expect(full.status == 2 && full.errors.contains("not empty"), "\(full.errors)")
    session.rtrack("cloud terminate 1")
    try session.call(["git", "config", "rtrack.cloud.engine", "local"])
    let local = cloud.lab.outside("child")
    cloud.send("echo $$ > '\(local)'; exec sleep 300")
    try cloud.wait(for: local)
    let other = session.rtrack("cloud execute 2 ../other")
    #expect(other.status == 2 && other.errors.contains("not started for CI"), "\(other.errors)")
    session.rtrack("cloud terminate 2")
    #expect(session.rtrack("cloud execute").status == 2)
    #expect(session.rtrack("cloud execute --template gitlab").output.contains("when: always"))
  }
}
