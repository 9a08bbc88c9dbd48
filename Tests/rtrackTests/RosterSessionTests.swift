import Platform
import Testing

@testable import rtrack

@Suite struct RosterSessionTests {
  private func lab(_ more: [String] = []) throws -> Session {
    let session = try Session()
    for line in ["init", "agent add flux", "agent add sage"] + more {
      #expect(session.rtrack(line).status == 0, "\(line)")
    }
    return session
  }

  @Test(arguments: [
    "--exempt", "--no-exempt", "--role manager", "--due 9", "--reports-to sage", "--human",
  ])
  func `an agent may not set what is others' to say of it, a manager and a human may`(
    option: String
  ) throws {
    for directors in [[], ["agent add maya --human", "agent add athena --role manager --as maya"]] {
      let session = try lab(directors)
      let refused = session.rtrack("agent edit flux \(option) --as flux")
      #expect(refused.status == 1 && refused.errors.contains("its own"), "\(refused)")
      // While nobody directs, anybody may say it of another.
      let other = session.rtrack("agent edit flux \(option) --as sage")
      #expect(other.status == (directors.isEmpty ? 0 : 1))
      if directors.isEmpty { continue }
      #expect(other.errors.contains("ask athena or maya"))
      #expect(session.rtrack("agent edit flux \(option) --as athena").status == 0)
      #expect(session.rtrack("agent edit athena \(option) --as athena").status == 1)
      #expect(session.rtrack("agent edit athena \(option) --as maya").status == 0)
    }
  }

  @Test func `its model, aliases and page are an agent's own, and no other agent's`() throws {
    let session = try lab(["agent add maya --human"])
    for option in ["--model opus", "--alias Flux-Bot", "--remove-alias Flux-Bot", "-m Page"] {
      #expect(session.rtrack("agent edit flux \(option) --as flux").status == 0, "\(option)")
    }
    #expect(session.rtrack("agent edit flux --model haiku --as sage").status == 1)
    let nobody = session.rtrack("agent edit flux --model haiku")
    #expect(nobody.status == 2 && nobody.errors.contains("who speaks"))
  }

  @Test func `who joins is put there by who directs, or by the machine`() throws {
    let session = try lab(["agent add maya --human --as flux"])
    #expect(session.rtrack("agent add forge --as flux").status == 1)
    #expect(session.rtrack("agent add forge --as maya").status == 0)
    #expect(session.rtrack("agent add vela").status == 0)
  }

  @Test func `agent files without front matter are pages, and adopting twice changes nothing`()
    throws
  {
    let session = try Session()
    try session.write("agents/flux.md", "# Flux\n\nRun one experiment at a time.\n")
    try session.write("agents/sage.md", "---\nmodel: opus\n---\n# Sage\n")
    #expect(session.rtrack("init --adopt agents").status == 0)
    let page = session.rtrack("agent show flux").output
    #expect(page.contains("# Flux\n\nRun one experiment at a time."))
    #expect(!page.contains("opus"))
    session.rtrack("agent edit flux --model opus --as flux")
    let log = session.rtrack("log -q").output
    #expect(session.rtrack("init --adopt agents").status == 0)
    #expect(session.rtrack("log -q").output == log)
    try session.write("agents/sage.md", "---\nmodel: [opus\n---\n")
    let malformed = session.rtrack("init --adopt agents")
    #expect(malformed.status == 2 && malformed.errors.contains("agents/sage.md:"))
    let latin: [UInt8] = Array("# Sage\n\nna".utf8) + [0xEF] + Array("ve\n".utf8)
    try FileSystem.write(latin, to: Path.absolute("agents/sage.md", in: session.directory))
    let other = session.rtrack("init --adopt agents")
    #expect(other.status == 2 && other.errors.contains("sage.md:3:"), "\(other.errors)")
  }

  @Test func `an agent that directs nobody warns and retires only itself`() throws {
    let session = try Session()
    for line in [
      "init", "agent add athena --role manager", "agent add flux --as athena",
      "agent add sage --as athena",
    ] {
      #expect(session.rtrack(line).status == 0)
    }
    #expect(session.rtrack("agent retire athena --reason done --as flux").status == 1)
    #expect(session.rtrack("agent warn sage quiet --as flux").status == 1)
    #expect(session.rtrack("agent retire flux --reason done --as flux").status == 0)
    #expect(session.rtrack("agent warn sage quiet --as athena").status == 0)
  }
}
