import Documents
import Platform
import Testing

@testable import rtrack

/// History that was written anew: what its objects cannot show, and whoever saw it before can.
@Suite struct VerifyWitnessTests {
  /// The ledger's line without its last commits.
  private func rewind(_ project: VerifiedProject, _ count: Int = 3) throws {
    try project.shell("git update-ref refs/heads/rtrack-ledger rtrack-ledger~\(count)")
  }

  @Test func `a line that was moved back since the last look is found, until it is back`() throws {
    let project = try VerifiedProject()
    #expect(try project.verify().status == 0)
    let tip = try project.shell("git rev-parse rtrack-ledger")
    try rewind(project)
    for _ in 0..<2 {
      let answer = try project.verify()
      #expect(answer.open.contains("witness removed \(project.comment)"), "\(answer)")
    }
    #expect(try project.verify("--full").status == 1)
    try project.shell("git update-ref refs/heads/rtrack-ledger \(tip)")
    #expect(try project.verify().open == [])
  }

  @Test func `what was seen on the remote and is gone here is found`() throws {
    let project = try VerifiedProject()
    try project.shell("git init -q --bare ../remote.git; git remote add origin ../remote.git")
    try #require(project.session.rtrack("sync").status == 0)
    #expect(try project.verify().status == 0)
    // The memo is taken away with it.
    try rewind(project, 1)
    try project.shell("rm .git/rtrack/verified.json")
    #expect(try project.verify().status == 0, "a clone that only lags behind is nobody's violation")
    try project.shell("git commit-tree -m Begin 'rtrack-ledger~3^{tree}' > ../new")
    try project.shell("git update-ref refs/heads/rtrack-ledger $(cat ../new)")
    try project.shell("rm .git/rtrack/verified.json")
    let answer = try project.verify()
    #expect(answer.open.contains("witness removed \(project.comment)"), "\(answer)")
  }

  @Test func `a branch of the remote that was written anew is found by a clone that saw it`()
    throws
  {
    let project = try VerifiedProject()
    try project.shell(
      """
      git init -q --bare ../remote.git; git remote add origin ../remote.git
      git push -q origin main
      """)
    #expect(try project.verify().status == 0)
    try project.shell(
      """
      git clone -q ../remote.git ../other; cd ../other; git checkout -q -b main origin/main~1
      mkdir -p results/e1; echo 2 > results/e1/metrics.json; git add -A; git commit -qm Result
      git push -q --force origin main; cd ../repo; git fetch -q
      """)
    let answer = try project.verify()
    #expect(answer.open == ["witness changed results/e1/metrics.json"], "\(answer)")
    let place = answer.all("open").first?["places"]?.array?.first?.string ?? ""
    #expect(place.hasPrefix("origin/main"))
    // A branch of one's own may be written anew.
    try project.shell(
      """
      git push -q --force origin main; git fetch -q; git switch -q -c mine HEAD~1; mkdir -p results/e9
      echo 1 > results/e9/metrics.json; git add -A; git commit -qm Mine
      """)
    #expect(try project.verify().open == [])
    try project.shell("echo 2 > results/e9/metrics.json; git commit -q --amend -am Mine")
    #expect(try project.verify().open == [])
  }

  @Test func `a branch that was deleted is told, and is nobody's violation`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      git init -q --bare ../remote.git; git remote add origin ../remote.git
      git switch -q -c side; mkdir results/e9; echo 1 > results/e9/metrics.json; git add -A
      git commit -qm Side; git push -q origin main side; git switch -q main; git branch -qD side
      """)
    #expect(try project.verify().status == 0)
    try project.shell("git push -q origin :side; git fetch -q --prune")
    let answer = try project.verify()
    #expect(answer.status == 0)
    #expect(answer.told == ["branch-gone results/e9/metrics.json"], "\(answer)")
  }

  @Test func `another clone shows what was written anew here`() throws {
    let project = try VerifiedProject()
    try project.shell("git clone -q --mirror . ../other.git")
    #expect(try project.verify("--witness ../other.git").status == 0)
    try project.shell(
      """
      rm -rf .git/rtrack/verified.json
      in_ledger 'rm \(project.comment)'
      commit=$(git commit-tree -m Anew 'rtrack-ledger^{tree}')
      git update-ref refs/heads/rtrack-ledger $commit
      git reset -q --hard HEAD~1; mkdir -p results/e1; echo 2 > results/e1/metrics.json
      git add -A; git commit -qm Result
      """)
    #expect(try project.verify().status == 0, "nothing here shows it")
    let answer = try project.verify("--witness ../other.git")
    #expect(answer.status == 1)
    #expect(answer.open.contains("witness removed \(project.comment)"), "\(answer.open)")
    #expect(answer.open.contains("witness changed results/e1/metrics.json"), "\(answer.open)")
    let none = project.session.rtrack("verify --witness ../nowhere")
    #expect(none.status == 2 && none.errors.contains("there is no witness"), "\(none.errors)")
  }

  @Test func `a copy that code carries is a witness of the ledger`() throws {
    let project = try VerifiedProject()
    try #require(project.session.rtrack("carry").status == 0)
    #expect(try project.verify().status == 0)
    try project.shell(
      """
      rm -f .git/rtrack/verified.json
      in_ledger 'rm \(project.comment)'
      commit=$(git commit-tree -m Anew 'rtrack-ledger^{tree}')
      git update-ref refs/heads/rtrack-ledger $commit
      """)
    let answer = try project.verify()
    #expect(answer.open.contains("witness removed \(project.comment)"), "\(answer)")
  }

  @Test func `a published file whose branch was written anew is found by what the ledger sealed`()
    throws
  {
    let project = try VerifiedProject()
    try project.shell(
      """
      git init -q --bare ../remote.git; git remote add origin ../remote.git
      git push -q origin main; git push -q origin main:side
      """)
    try #require(project.session.rtrack("sync").status == 0)
    #expect(try project.verify().open == [])
    try project.shell(
      """
      rm .git/rtrack/verified.json
      git clone -q ../remote.git ../other; cd ../other; git checkout -q -b main origin/main~1
      mkdir -p results/e1; echo 2 > results/e1/metrics.json; git add -A; git commit -qm Result
      git push -q --force origin main
      """)
    try #require(project.session.rtrack("sync").status == 0)
    let answer = try project.verify()
    #expect(answer.open == ["sealed-gone removed results/e1/metrics.json"], "\(answer)")
    // A branch that is gone is nobody's violation.
    try project.shell(
      "rm .git/rtrack/verified.json; git push -q origin :main; git fetch -q --prune")
    try #require(project.session.rtrack("sync").status == 0)
    #expect(try project.verify().status == 0)
  }

  // MARK: - Exported witnesses

  private func export(_ project: VerifiedProject, _ options: String = "") throws {
    let outcome = project.session.rtrack("witness export ../witness.txt \(options)")
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  @Test func `an exported witness shows what is gone`() throws {
    let project = try VerifiedProject()
    try export(project)
    #expect(try project.verify("--witness ../witness.txt").status == 0)
    let again = project.session.rtrack("witness export ../witness.txt")
    #expect(again.status != 0 && again.errors.contains("is there already"))
    try project.shell(
      """
      rm -f .git/rtrack/verified.json
      git update-ref refs/heads/rtrack-ledger $(git commit-tree -m A 'rtrack-ledger~3^{tree}')
      git rm -q -r --cached results; git commit -q --amend --allow-empty -m None
      """)
    let answer = try project.verify("--witness ../witness.txt")
    #expect(answer.open.contains("witness removed \(project.comment)"), "\(answer.open)")
    #expect(answer.open.contains("witness removed results/e1/metrics.json"), "\(answer.open)")
  }

  @Test(arguments: ["head -n 4", "sed 3d", "sed 's/^end .*/end 1/'", "sed '1s/1/2/'", "tr 0 x"])
  func `a witness that was cut off or is no witness is not believed`(_ spoil: String) throws {
    let project = try VerifiedProject()
    try export(project)
    try project.shell("\(spoil) < ../witness.txt > ../spoiled.txt")
    let outcome = project.session.rtrack("verify --witness ../spoiled.txt")
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("spoiled.txt, line "), "\(outcome.errors)")
  }

  @Test func `a signed witness is believed when an allowed signer signed it`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      ssh-keygen -q -t ed25519 -N '' -C maya -f ../key
      echo "maya@example.org $(cat ../key.pub)" > ../signers
      git config gpg.ssh.allowedSignersFile "$PWD/../signers"
      """)
    try export(project, "--sign ../key")
    let answer = try project.verify("--witness ../witness.txt")
    #expect(answer.status == 0)
    let heard = answer.json["witnesses"]?.array?.first?.string ?? ""
    #expect(heard.hasSuffix("signed by maya@example.org"), "\(heard)")
    try project.shell("sed -i 's/^at 2026/at 2025/' ../witness.txt")
    let forged = try project.verify("--witness ../witness.txt")
    #expect(forged.status == 1)
    #expect(forged.open.first?.hasPrefix("witness-forged") == true, "\(forged.open)")
  }

  @Test func `a time stamp is fetched, kept, and checked against its authority`() throws {
    let project = try VerifiedProject()
    try project.shell(
      """
      mkdir ../tsa; cd ../tsa
      openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj /CN=CA -days 9999 \
        2> /dev/null
      printf '[v3]\\nextendedKeyUsage=critical,timeStamping\\n' > ext
      openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=TSA 2> /dev/null
      openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 9999 \
        -extfile ext -extensions v3 -out tsa.pem 2> /dev/null
      echo 01 > serial
      cat > tsa.cnf << END
      [tsa]
      default_tsa = t
      [t]
      serial = $PWD/serial
      signer_cert = $PWD/tsa.pem
      certs = $PWD/ca.pem
      signer_key = $PWD/tsa.key
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256
      END
      cat > stamp << END
      #!/bin/sh
      cat > $PWD/query
      openssl ts -reply -queryfile $PWD/query -config $PWD/tsa.cnf -section t -out $PWD/answer
      cat $PWD/answer
      END
      chmod +x stamp; cd ../repo
      git config rtrack.stampCommand "$PWD/../tsa/stamp"
      git config rtrack.stampAuthority "$PWD/../tsa/ca.pem"
      """)
    try export(project, "--stamp")
    let answer = try project.verify("--witness ../witness.txt")
    let heard = answer.json["witnesses"]?.array?.first?.string ?? ""
    #expect(heard.contains("stamped "), "\(heard) \(answer.open)")
    #expect(answer.status == 0)
    try project.shell("sed -i 's/^at 2026/at 2025/' ../witness.txt")
    #expect(try project.verify("--witness ../witness.txt").status == 1)
  }
}
