import Platform
import Testing

@testable import Execution

/// Output that is read while it is kept.
@Suite struct LogFollowerTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func `lines come whole, and the last one without its end at the end`() throws {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    var follower = LogFollower(in: scratch.path, covering: [:])
    #expect(try follower.next() == [])
    log.append(Array("one\ntw".utf8))
    #expect(text(try follower.next()) == "one\n")
    log.append(Array("o\nthree".utf8))
    #expect(text(try follower.next()) == "two\n")
    #expect(text(try follower.finish()) == "three")
  }

  @Test func `a secret is covered, also where it came in two parts`() throws {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    var follower = LogFollower(
      in: scratch.path, covering: ["API_TOKEN": "not-to-be-shown"])
    log.append(Array("it is not-to-be".utf8))
    #expect(try follower.next() == [])
    log.append(Array("-shown\n".utf8))
    #expect(text(try follower.next()) == "it is [API_TOKEN]\n")
  }

  @Test func `who keeps up misses nothing, however much there is`() throws {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    var follower = LogFollower(in: scratch.path, covering: [:])
    var printed: [UInt8] = []
    var followed: [UInt8] = []
    for number in 0..<600 {
      let piece = Array("\(number) \(String(repeating: "x", count: 9_990))\n".utf8)
      printed += piece
      log.append(piece)
      followed += try follower.next()
    }
    followed += try follower.finish()
    #expect(followed == printed)
  }

  @Test func `who falls behind is told that something was left out`() throws {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    var follower = LogFollower(in: scratch.path, covering: [:])
    let piece = Array("\(String(repeating: "x", count: 9_999))\n".utf8)
    log.append(piece)
    #expect(try follower.next() == piece)
    for _ in 0..<600 { log.append(piece) }
    let rest = text(try follower.finish())
    #expect(rest.contains("[rtrack: some of the output may have been left out here]\n"))
    #expect(rest.hasSuffix("x\n"))
  }
}
