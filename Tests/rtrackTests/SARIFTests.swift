import Documents
import Testing

@testable import rtrack

/// What `--sarif` prints, against what SARIF 2.1.0 demands of the members that are used.
@Suite struct SARIFTests {
  private func log(_ project: VerifiedProject) throws -> (JSON, Int32) {
    let outcome = project.session.rtrack("verify --sarif")
    return (try JSON.parse(Array(outcome.output.utf8)), outcome.status)
  }

  @Test func `a log of findings has the structure of SARIF 2·1·0`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git mv specs/e1.md 'specs/é %1.md'; git commit -qm Name
      echo 2 > results/e1/metrics.json; git commit -qam Better
      git replace HEAD~1 HEAD~2; echo 3 > results/e1/metrics.json
      """)
    let (log, status) = try log(project)
    #expect(status == 1)
    #expect(log["version"]?.string == "2.1.0")
    #expect(log["$schema"]?.string?.contains("sarif-2.1.0") == true)
    let runs = try #require(log["runs"]?.array)
    #expect(runs.count == 1)
    let driver = try #require(runs[0]["tool"]?["driver"])
    #expect(driver["name"]?.string == "rtrack" && driver["version"]?.string != nil)
    let rules = try #require(driver["rules"]?.array).compactMap { $0["id"]?.string }
    #expect(Set(rules).count == rules.count, "a rule is listed once")
    let results = try #require(runs[0]["results"]?.array)
    #expect(results.count == 4)
    for result in results { try check(result, rules) }
    #expect(Set(results.compactMap { $0["level"]?.string }) == ["error", "note"])
    let invocation = try #require(runs[0]["invocations"]?.array?.first)
    #expect(invocation["executionSuccessful"] == .boolean(true))
  }

  private func check(_ result: JSON, _ rules: [String]) throws {
    #expect(rules.contains(try #require(result["ruleId"]?.string)))
    #expect(["error", "note"].contains(result["level"]?.string))
    #expect(result["message"]?["text"]?.string?.isEmpty == false)
    let prints = try #require(result["partialFingerprints"]?.object)
    #expect(prints.allSatisfy { $0.value.string?.isEmpty == false })
    for location in result["locations"]?.array ?? [] {
      let uri = try #require(
        location["physicalLocation"]?["artifactLocation"]?["uri"]?.string)
      // A relative reference: RFC 3986's characters alone, the rest as percent and two digits.
      #expect(!uri.hasPrefix("/"))
      #expect(
        uri.utf8.allSatisfy {
          ($0 >= 97 && $0 <= 122) || ($0 >= 65 && $0 <= 90) || ($0 >= 45 && $0 <= 57)
            || [37, 95, 126].contains($0)
        }, "\(uri)")
    }
  }

  @Test func `the path of a finding is one that a reader of the log finds`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      mkdir 'results/é %1'; echo 1 > 'results/é %1/a'; git add -A; git commit -qm One
      echo 2 > 'results/é %1/a'; git commit -qam Two
      """)
    let result = try log(project).0["runs"]?.array?.first?["results"]?.array?.first
    let location = result?["locations"]?.array?.first
    #expect(
      location?["physicalLocation"]?["artifactLocation"]?["uri"]?.string
        == "results/%C3%A9%20%251/a")
  }

  @Test func `nothing found is a log without results, and what was not looked at is told`() throws {
    let project = try VerifiedProject()
    let (log, status) = try log(project)
    #expect(status == 0)
    #expect(log["runs"]?.array?.first?["results"] == .array([]))
    project.session.directory = project.session.root
    try project.shell("git clone -q --bare --depth 2 --no-single-branch file://$PWD/repo shallow")
    project.session.directory = project.session.root + "/shallow"
    let (cut, code) = try self.log(project)
    #expect(code == 2)
    let invocation = cut["runs"]?.array?.first?["invocations"]?.array?.first
    #expect(invocation?["executionSuccessful"] == .boolean(false))
    let told = invocation?["toolExecutionNotifications"]?.array?.first?["message"]?["text"]?.string
    #expect(told?.contains("shallow") == true)
  }
}

/// The jobs for hosts, as they are printed.
@Suite struct CITemplateTests {
  @Test(arguments: CITemplate.allCases)
  func `a job fetches all history, and makes the ledger's branch`(_ host: CITemplate) throws {
    let session = try Session(initialised: false)
    let outcome = session.rtrack("verify --template \(host.rawValue)")
    #expect(outcome.status == 0, "it needs no repository: \(outcome.errors)")
    #expect(outcome.output == host.text)
    let depth = host == .github ? "fetch-depth: 0" : "GIT_DEPTH: \"0\""
    for word in [depth, "rtrack verify --full", "rtrack-ledger", "force push"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
  }

  /// The lines of a job that fetch, played in a shallow clone of one branch as hosts make them.
  @Test func `what a job fetches is all that there is to look at`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git switch -q -c side; echo 2 > results/e1/metrics.json; git commit -qam Better
      git switch -q main
      git clone -q --single-branch --branch main file://$PWD ../runner
      cd ../runner; git checkout -q --detach
      """)
    project.session.directory = project.session.root + "/runner"
    for host in CITemplate.allCases {
      let lines = host.text.split(separator: "\n").map { line in
        String(line.drop { $0 == " " || $0 == "-" })
      }
      let fetching = lines.filter { $0.hasPrefix("git ") }
      #expect(fetching.count == 2, "\(fetching)")
      try project.shell(fetching.joined(separator: "\n"))
      let outcome = project.session.rtrack("verify --full")
      #expect(outcome.status == 1, "\(outcome.output) \(outcome.errors)")
      #expect(outcome.output.contains("origin/side"))
    }
  }
}
