import Git
import Ledger
import Platform
import Testing

/// Files that stand for bytes which lie elsewhere.
@Suite struct PointerFileTests {
  private static let sum = SHA256.digest(of: Array("bytes\n".utf8))

  private func read(_ name: String, _ text: String) throws -> (name: String, pointer: PointerFile)?
  {
    try PointerFile.read(name, Array(text.utf8))
  }

  @Test func `a pointer of git-lfs says its sum and its size`() throws {
    let found = try #require(
      try read(
        "model.bin",
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(Self.sum)\nsize 6\n"))
    #expect(found.name == "model.bin" && found.pointer.size == 6)
    #expect(found.pointer.digest == Self.sum && found.pointer.place == "git-lfs:\(Self.sum)")
  }

  @Test func `a key of git-annex says its sum and its size, in a file and in a link`() throws {
    let key = "SHA256E-s6--\(Self.sum).bin"
    let found = try #require(try read("model.bin", "/annex/objects/\(key)\n"))
    #expect(found.pointer.place == "git-annex:\(key)" && found.pointer.digest == Self.sum)
    #expect(found.pointer.size == 6)
  }

  @Test func `a pointer by its name says where its bytes lie`() throws {
    let found = try #require(
      try read(
        "a/model.bin.pointer",
        "{\"size\": 6, \"sha256\": \"\(Self.sum)\", \"at\": \"s3://runs/model.bin\"}"))
    #expect(found.name == "a/model.bin" && found.pointer.place == "s3://runs/model.bin")
    let artefact = Artefact(found.name, pointer: found.pointer)
    #expect(artefact.file == "a/model.bin.pointer" && artefact.size == 6)
  }

  @Test(arguments: [
    ("x", "bytes\n"), ("x", "{\"size\": 6, \"sha256\": \"0\", \"at\": \"y\"}"),
    ("x.pointer", "not JSON"), ("x.pointer", "{\"size\": 6}"), ("x", ""),
    ("x", "version https://git-lfs.github.com/spec/v1"),
  ])
  func `what says nothing of a pointer is a file like any other`(
    _ name: String, _ text: String
  ) throws {
    #expect(try read(name, text) == nil)
  }

  @Test(arguments: [
    ("x", "version https://git-lfs.github.com/spec/v1\noid md5:00\nsize 6\n"),
    ("x", "version https://git-lfs.github.com/spec/v1\noid sha256:\(sum)\nsize -6\n"),
    ("x", "/annex/objects/WORM-s6-m1--model.bin\n"), ("x", "/annex/objects/SHA256E--\(sum)\n"),
    ("x", "/annex/objects/../../etc/passwd\n"),
    ("x.pointer", "{\"size\": 6, \"sha256\": \"ab\", \"at\": \"y\"}"),
    ("x.pointer", "{\"size\": \"6\", \"sha256\": \"\(sum)\", \"at\": \"y\"}"),
    ("x.pointer", "{\"size\": 6, \"sha256\": \"\(sum)\"}"),
    ("x.pointer", "{\"size\": 6, \"sha256\": \"\(sum)\", \"at\": \"a\\nb\"}"),
    ("x.pointer", "{\"size\": 6, \"sha256\": \"\(sum)\", \"at\": \"https://a:secret@b/c\"}"),
    (
      "x.pointer",
      "{\"size\": 6, \"sha256\": \"\(sum)\", \"at\": \"https://b/c?X-Amz-Signature=1\"}"
    ),
  ])
  func `a pointer that cannot be kept is refused`(_ name: String, _ text: String) {
    #expect(throws: LedgerError.self) { try read(name, text) }
  }
}
