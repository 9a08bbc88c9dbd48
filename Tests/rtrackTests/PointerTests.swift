import Documents
import Platform
import Testing

@testable import rtrack

/// Large artefacts that stay where they lie: declared by a run or beside a result, and looked at as
/// far as they can be reached.
@Suite struct PointerTests {
  private let sum = SHA256.digest(of: Array("bytes\n".utf8))

  /// A folder `out` with a result in it in which nothing is wrong.
  private func lab() throws -> RunLab {
    let lab = try RunLab()
    for name in ["metrics.json", "config.json"] {
      let source = lab.outside(name == "metrics.json" ? "good.json" : "config.json")
      try lab.session.write("out/" + name, try lab.session.read(source))
    }
    return lab
  }

  private func pointer(at place: String, size: Int = 6) -> String {
    "{\"size\": \(size), \"sha256\": \"\(sum)\", \"at\": \"\(place)\"}\n"
  }

  private func lfs(_ size: Int = 6) -> String {
    "version https://git-lfs.github.com/spec/v1\noid sha256:\(sum)\nsize \(size)\n"
  }

  @Test func `pointers of every kind are kept as they say, and shown with where the bytes lie`()
    throws
  {
    let lab = try lab()
    let session = lab.session
    let key = "SHA256E-s6--\(sum).bin"
    try session.write("out/far.bin.pointer", pointer(at: "s3://runs/far.bin"))
    try session.write("out/lfs.bin", lfs())
    try session.write("out/unlocked.bin", "/annex/objects/\(key)\n")
    try session.call(["ln", "-s", "../.git/annex/objects/aa/bb/\(key)/\(key)", "out/locked.bin"])
    try session.write("data/near.bin", "bytes\n")
    try session.write("out/near.bin.pointer", pointer(at: "data/near.bin"))
    let checked = session.rtrack("result check out --experiment 1")
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    #expect(checked.output.contains("far.bin.pointer: note: its bytes were not looked at"))
    #expect(!checked.output.contains("near.bin"))
    let added = session.rtrack("result add 1 out")
    #expect(added.status == 0, "\(added.output)\(added.errors)")
    let listed = try lab.json("run.json")["artefacts"]?.array ?? []
    func artefact(_ name: String) -> JSON? { listed.first { $0["name"]?.string == name } }
    for (name, place) in [
      ("far.bin", "s3://runs/far.bin"), ("lfs.bin", "git-lfs:\(sum)"),
      ("unlocked.bin", "git-annex:\(key)"), ("locked.bin", "git-annex:\(key)"),
      ("near.bin", "data/near.bin"),
    ] {
      let kept = artefact(name)
      #expect(kept?["at"]?.string == place && kept?["size"]?.integer == 6, "\(name)")
      #expect(kept?["sha256"]?.string == sum && kept?["file"]?.string == "\(name).pointer")
      #expect((kept?["claimed"]?.boolean == true) == (name != "near.bin"), "\(name)")
    }
    #expect(try lab.read("manifest.sha256").contains("  lfs.bin.pointer\n"))
    let shown = session.rtrack("result show 1")
    #expect(
      shown.output.contains("far.bin: 6 bytes at s3://runs/far.bin, which nobody here looked at"))
    #expect(shown.output.contains("near.bin: 6 bytes at data/near.bin\n"))
    let verified = session.rtrack("verify")
    #expect(verified.status == 0 && verified.output.contains("Lies elsewhere: 5 files of results"))
    // What is recorded is looked at in the same way.
    let path = session.rtrack("result path 1 1 -q").output.filter { !$0.isNewline }
    try session.write("data/near.bin", "other\n")
    let again = session.rtrack(["result", "check", path, "--experiment", "1"])
    #expect(again.status == 1 && again.output.contains("near.bin.pointer: error: what lies at"))
  }

  @Test func `bytes that are others than a pointer says are refused before they are recorded`()
    throws
  {
    let lab = try lab()
    let session = lab.session
    let object = ".git/lfs/objects/\(sum.prefix(2))/\(sum.dropFirst(2).prefix(2))/\(sum)"
    let key = "SHA256-s6--\(sum)"
    let annexed = ".git/annex/objects/aa/bb/\(key)/\(key)"
    let tip = try lab.git("rev-parse", "rtrack-ledger")
    for (name, text, place) in [
      ("near.bin.pointer", pointer(at: "data/near.bin"), "data/near.bin"),
      ("lfs.bin", lfs(), object), ("annex.bin", "/annex/objects/\(key)\n", annexed),
    ] {
      try session.write("out/" + name, text)
      for wrong in ["other\n", "longer than it says\n"] {
        try session.write(place, wrong)
        let refused = session.rtrack("result add 1 out")
        #expect(refused.status == 1 && refused.output.contains("(pointer)"), "\(refused.output)")
        #expect(try lab.git("rev-parse", "rtrack-ledger") == tip)
      }
      try session.write(place, "bytes\n")
      #expect(session.rtrack("result check out --experiment 1").status == 0)
    }
    let added = session.rtrack("result add 1 out")
    #expect(added.status == 0, "\(added.output)\(added.errors)")
    #expect(try !lab.read("run.json").contains("claimed"))
  }

  @Test func `no link leads out of git-annex's own folder, and none but its own is taken`() throws {
    let lab = try lab()
    let session = lab.session
    let key = "SHA256-s6--\(sum)"
    try session.write("../secret", "bytes\n")
    // The key's place is a link out: what lies there is not looked at.
    let folder = ".git/annex/objects/aa/bb/\(key)"
    try session.call(["mkdir", "-p", folder])
    try session.call(["ln", "-s", lab.outside("secret"), "\(folder)/\(key)"])
    try session.call(["ln", "-s", "../\(folder)/\(key)", "out/model.bin"])
    let unseen = session.rtrack("result check out --experiment 1")
    #expect(unseen.status == 0 && unseen.output.contains("git-annex has not brought it"))
    try session.call(["ln", "-s", lab.outside("secret"), "out/other.bin"])
    let refused = session.rtrack("result add 1 out")
    #expect(refused.status == 2 && refused.errors.contains("other.bin is a link"))
    try FileSystem.remove(Path.join(session.directory, "out/other.bin"))
    try session.call(["ln", "-s", "/x/annex/objects/aa/bb/WORM-s6/WORM-s6", "out/other.bin"])
    let worm = session.rtrack("result add 1 out")
    #expect(worm.status == 2 && worm.errors.contains("no SHA-256"), "\(worm.errors)")
  }

  @Test func `a run declares a pointer, and nothing of it stays in the git directory`() throws {
    let lab = try RunLab()
    let ran = lab.run(
      "echo '\(pointer(at: "s3://runs/far.bin").dropLast())' > $RTRACK_RUN_DIR/far.bin.pointer; "
        + lab.good)
    #expect(ran.status == 0, "\(ran.output)\(ran.errors)")
    let listed = try lab.json("run.json")["artefacts"]?.array ?? []
    #expect(listed.contains { $0["at"]?.string == "s3://runs/far.bin" })
    #expect(try lab.json("far.bin.pointer")["claimed"]?.boolean == true)
    let left = try FileSystem.entries(Path.join(lab.session.directory, ".git/rtrack/runs"))
    #expect(left == [])
    let broken = lab.run("echo '{\"sha256\": 1}' > $RTRACK_RUN_DIR/x.pointer; " + lab.good)
    #expect(broken.status == 1 && broken.output.contains("x.pointer is no pointer"))
    #expect(lab.session.rtrack("verify").status == 0)
  }
}
