import Platform
import Testing

@testable import rtrack

/// What is advised of an experiment, in whole calls.
@Suite struct AdviseTests {
  private func lab(memory: String) throws -> RunLab {
    let lab = try RunLab()
    let spec = try ResultSessionTests.block("spec", of: "experiments")
      .replacing("memory_gb: 2", with: "memory_gb: \(memory)")
    try lab.session.write("amended.md", spec)
    let amended = lab.session.rtrack(["experiment", "amend", "1", "amended.md", "--reason", "more"])
    try #require(amended.status == 0, "\(amended.errors)")
    return lab
  }

  private func setUp(_ lab: RunLab) throws {
    try lab.session.call(["git", "config", "rtrack.cloud.engine", "ssh"])
    try lab.session.call(["git", "config", "rtrack.cloud.host", "lab"])
  }

  @Test func `a large experiment is sent away by a heading, its reason, and the whole call`() throws
  {
    let lab = try lab(memory: "64")
    try setUp(lab)
    let advised = lab.session.rtrack(["advise", "1", "python train.py --full"])
    #expect(advised.status == 0, "\(advised.errors)")
    #expect(advised.output.hasPrefix("## Compute Advisory\n"), "\(advised.output)")
    #expect(advised.output.contains("**memory_gb: 64** (at most 16 GB here; this machine has "))
    #expect(
      advised.output.hasSuffix(
        "    rtrack cloud run 'python train.py --full' --spec \(RunLab.id) "
          + "--output-dir results/\(RunLab.id) --detach --max-hours 1\n"), "\(advised.output)")
  }

  @Test func `a small one stays, unless other machines are preferred`() throws {
    let lab = try RunLab()
    try setUp(lab)
    #expect(lab.session.rtrack("advise 1").output.hasPrefix("## Cloud Availability Note\n"))
    try lab.session.call(["git", "config", "rtrack.cloud.prefer", "true"])
    let preferred = lab.session.rtrack("advise 1").output
    #expect(preferred.hasPrefix("## Compute Advisory (Cloud Preferred)\n"))
  }

  @Test func `the command of the latest run is offered, and the spec's own file where it lies`()
    throws
  {
    let lab = try lab(memory: "64")
    try setUp(lab)
    #expect(lab.session.rtrack("advise 1").output.contains("rtrack cloud run 'COMMAND' --spec exp"))
    let spec = try lab.session.read("amended.md")
    try lab.session.write("experiments/\(RunLab.id).md", spec)
    lab.session.rtrack(["run", "1", "--", "sh", "-c", "exit 3"])
    let advised = lab.session.rtrack("advise 1").output
    #expect(
      advised.contains("rtrack cloud run 'exit 3' --spec experiments/"),
      "\(advised)")
  }

  @Test func `without another machine nothing is advised, and what speaks for one is told`() throws
  {
    let lab = try lab(memory: "64")
    let advised = lab.session.rtrack("advise 1")
    #expect(advised.status == 0 && advised.output == "")
    #expect(advised.errors.contains("asks for another machine, and none is set up"))
    let json = lab.session.rtrack("advise 1 --json").output
    #expect(json.contains(#""heading": null"#) && json.contains(#""needs_another_machine": true"#))
  }
}
