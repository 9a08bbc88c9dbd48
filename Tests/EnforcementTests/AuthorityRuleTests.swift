import Git
import Ledger
import Platform
import Research
import Testing

@testable import Enforcement

/// The policy in trees, with real keys: who may loosen it, and what a push may not bring.
@Suite struct AuthorityRuleTests {
  /// A forest with keys, in which events of the policy are made and signed.
  final class Office {
    let forest: Forest
    let ssh: SSHSignature
    private var count: Int64 = 0
    /// The policy so far, by path.
    var files: [String: String] = [:]

    init() throws {
      forest = try Forest()
      ssh = SSHSignature(environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin"])
      for name in ["maya", "flux"] {
        let made = try Child.run(
          ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", keyFile(name)],
          environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin"])
        try #require(made.succeeded)
      }
      try add(.founded(ledgerVersion: 1), .founded)
    }

    func keyFile(_ name: String) -> String { Path.join(forest.root, name) }

    func key(_ name: String) throws -> SigningKey {
      let line = try FileSystem.read(keyFile(name) + ".pub").prefix { $0 != 10 }
      return try #require(SigningKey(String(decoding: line, as: UTF8.self)))
    }

    /// Adds an event that knows all before it.
    @discardableResult
    func add(_ payload: Payload, _ kind: EventKind, signedBy signer: String? = nil) throws
      -> EventName
    {
      count += 1
      let maya = try #require(AgentName("maya"))
      let name = EventName(
        time: Timestamp(seconds: 1_795_237_200 + count), cycle: 0, agent: maya, kind: kind,
        suffix: "abcdef")
      let after = files.keys.compactMap { path -> EventName? in
        if case .event(_, let name)? = Layout.place(of: path) { name } else { nil }
      }
      let event = Event(name: name, thread: .policy, after: after.sorted(), payload: payload)
      let bytes = EventFile.serialized(event)
      let path = Layout.path(of: event)
      files[path] = String(decoding: bytes, as: UTF8.self)
      if let signer {
        let signature = try ssh.sign(
          SSHSignature.message(path: path, bytes: bytes), with: keyFile(signer))
        files[Layout.path(ofAttachment: "signature", of: name, in: .policy)] =
          String(decoding: signature, as: UTF8.self)
      }
      return name
    }

    func give(_ name: String, signedBy signer: String? = nil) throws {
      let maya = try #require(AgentName("maya"))
      try add(.key(KeyChange(holder: maya, key: try key(name))), .key, signedBy: signer)
    }

    /// What the check says of a commit from `before` to now.
    func verdict(
      since before: [String: String], operators: Set<EventName> = [],
      policyBefore: [[String: String]]? = nil
    ) throws -> [String] {
      var check = Check(forest.repository, Protections(Protections.ofLedger), on: .ledger)
      check.authority = AuthorityRule(forest.repository, operators: operators, ssh)
      check.policyBefore = try policyBefore?.map { try forest.tree($0) }
      return try check.violations(
        of: CheckedCommit(parents: [try forest.tree(before)], tree: try forest.tree(files))
      ).map { $0.rule.rawValue + " " + ($0.path.split(separator: "-").dropLast().last ?? "") }
    }

    func standing() throws -> Standing {
      try Standing(
        in: [try forest.tree(files)], of: forest.repository,
        environment: ["PATH": Machine.environment["PATH"] ?? "/usr/bin:/bin"])
    }
  }

  @Test func `the policy is loosened by a key that held before, and by nobody else`() throws {
    let office = try Office()
    try office.add(.protect(Protection(pattern: "data", content: .files)), .protect)
    var before = office.files
    try office.give("maya")
    #expect(try office.verdict(since: before) == [])

    for signer in [nil, "flux"] {
      let known = office.files
      try office.add(.unprotect(pattern: "data"), .unprotect, signedBy: signer)
      #expect(try office.verdict(since: known) == ["authority unprotect"])
      #expect(try office.standing().policy.protections.count == 1)
      office.files = known
    }
    before = office.files
    let name = try office.add(.unprotect(pattern: "data"), .unprotect, signedBy: "maya")
    #expect(try office.verdict(since: before) == [])
    #expect(try office.standing().policy.protections.isEmpty)
    #expect(try office.standing().authority.authorised.contains(name))
  }

  @Test func `a signature stands for the bytes and the place it was made for`() throws {
    let office = try Office()
    try office.give("maya")
    let before = office.files
    try office.add(.allow(Allowance(path: "data/a", blob: nil)), .allow, signedBy: "maya")
    let good = office.files
    #expect(try office.verdict(since: before) == [])
    for (path, text) in good where before[path] == nil && path.hasSuffix(".md") {
      office.files[path] = text.split(separator: "data/a").joined(separator: "data/b")
    }
    #expect(try office.verdict(since: before) == ["authority allow"])
    office.files = good
    for (path, text) in good where before[path] == nil {
      office.files[path] = nil
      office.files[String(path.split(separator: "abcdef").joined(separator: "ghijkl"))] = text
    }
    let moved = try office.verdict(since: before)
    #expect(moved == ["authority allow"])
  }

  @Test func `a signature is checked once, however many commits of the policy follow`() throws {
    let office = try Office()
    try office.give("maya")
    var check = Check(office.forest.repository, Protections(Protections.ofLedger), on: .ledger)
    let rule = AuthorityRule(office.forest.repository, operators: [], office.ssh)
    check.authority = rule
    let events = 12
    for number in 0..<events {
      let before = try office.forest.tree(office.files)
      try office.add(
        .allow(Allowance(path: "data/\(number)", blob: nil)), .allow, signedBy: "maya")
      let commit = CheckedCommit(parents: [before], tree: try office.forest.tree(office.files))
      #expect(try check.violations(of: commit) == [])
    }
    #expect(rule.memo.checks == events)
  }

  @Test func `a push cannot bring its own authority`() throws {
    let office = try Office()
    try office.add(.protect(Protection(pattern: "data", content: .files)), .protect)
    let before = office.files
    try office.give("flux")
    let between = office.files
    let name = try office.add(.unprotect(pattern: "data"), .unprotect, signedBy: "flux")
    #expect(try office.verdict(since: between) == [])
    #expect(
      try office.verdict(since: between, policyBefore: [before]) == ["authority unprotect"])
    #expect(try office.verdict(since: before) == ["authority unprotect"])
    #expect(try office.verdict(since: before, operators: [name]) == [])
    // Nor a second key beside the first.
    let first = office.files
    try office.give("maya")
    #expect(try office.verdict(since: first) == ["authority key"])
  }

  @Test func `where keys are held a limit is not raised without one`() throws {
    let office = try Office()
    let raise = PolicySetting(key: "silence.warn", values: ["9"])
    var before = office.files
    try office.add(.set(raise), .set)
    #expect(try office.verdict(since: before) == [])
    try office.give("maya")
    before = office.files
    try office.add(.set(PolicySetting(key: "silence.warn", values: ["3"])), .set)
    #expect(try office.verdict(since: before) == [])
    before = office.files
    try office.add(.set(raise), .set)
    #expect(try office.verdict(since: before) == ["authority set"])
    office.files = before
    try office.add(.set(raise), .set, signedBy: "maya")
    #expect(try office.verdict(since: before) == [])
  }

  @Test func `what authority allows covers that and nothing more`() throws {
    let office = try Office()
    try office.give("maya")
    let repository = office.forest
    let old = try repository.tree(["results/a": "1", "results/b": "2"])
    let change = try repository.tree(["results/a": "new", "results/b": "2"])
    let loss = try repository.tree(["results/a": "1"])
    let changed = try #require(try repository.violations([old], change).first)
    let lost = try #require(try repository.violations([old], loss).first)
    try office.add(
      .allow(Allowance(path: "results/a", blob: try repository.blob("new").hex)), .allow,
      signedBy: "maya")
    #expect(try office.standing().cover(of: changed) != nil)
    #expect(try office.standing().cover(of: lost) == nil)
    try office.add(
      .redact(Redaction([.init(path: "results/b", blob: try repository.blob("2").hex)])), .redact,
      signedBy: "maya")
    #expect(try office.standing().cover(of: lost) != nil)
    let finding = try #require(FindingName("append-only@1f0e3dad99:results/a"))
    #expect(try office.standing().acknowledgement(of: finding) == nil)
    try office.add(
      .acknowledge(finding: finding.description), .acknowledge, signedBy: "maya")
    #expect(try office.standing().acknowledgement(of: finding) != nil)
    try office.add(.allow(Allowance(path: "results/b", blob: nil)), .allow)
    #expect(try office.standing().authority.refused.count == 1)
  }

  @Test(arguments: [
    "append-only", "append-only@1f0e3dad99:", "@1f0e3dad99:x", "a@1f0e3dad9:x", "A@1f0e3dad99:x",
    "a@1f0e3dad9g:x", "",
  ])
  func `what is no finding's name is none`(_ text: String) { #expect(FindingName(text) == nil) }
}
