import Platform
import Testing

@testable import Execution

@Suite struct OutputLogTests {
  private func kept(_ bytes: [UInt8], by piece: Int, finished: Bool = true) throws -> String {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    var start = 0
    while start < bytes.count {
      log.append(Array(bytes[start..<min(bytes.count, start + piece)]))
      start += piece
    }
    if finished { try log.finish() }
    let size = try FileSystem.entries(scratch.path).reduce(0) { sum, name in
      sum + (try FileSystem.status(scratch.path(name))?.size ?? 0)
    }
    #expect(size <= OutputLog.head + 2 * (OutputLog.tail + piece) + 100)
    return String(
      decoding: OutputLog.text(in: scratch.path, covering: [:]), as: UTF8.self)
  }

  @Test func `what is small is kept whole, also without its watcher`() throws {
    let text = (0..<1000).map { "line \($0)\n" }.joined()
    #expect(try kept(Array(text.utf8), by: 77) == text)
    #expect(try kept(Array(text.utf8), by: 77, finished: false) == text)
    #expect(try kept([], by: 1) == "")
  }

  @Test func `of much the beginning and the end are kept, and what is left out is told`() throws {
    let count = 10 << 20
    var bytes: [UInt8] = []
    var number = 0
    while bytes.count < count {
      bytes += Array("line \(number)\n".utf8)
      number += 1
    }
    let text = try kept(bytes, by: 65_536)
    #expect(text.hasPrefix("line 0\nline 1\n") && text.hasSuffix("line \(number - 1)\n"))
    let told = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("[rtrack: ") })
    let omitted = try #require(Int(told.split(separator: " ")[1]))
    #expect(text.utf8.count - told.utf8.count - 2 + omitted - bytes.count <= 1)
    #expect(text.utf8.count >= OutputLog.head + OutputLog.tail)
    #expect(text.utf8.count < OutputLog.head + 3 * OutputLog.tail)
  }

  @Test func `what goes just beyond the beginning loses nothing`() throws {
    for more in [0, 1, 1000, OutputLog.tail, OutputLog.tail + 70_000] {
      let bytes = (0..<(OutputLog.head + more)).map { UInt8(truncatingIfNeeded: 97 + $0 % 23) }
      #expect(try kept(bytes, by: 65_536) == String(decoding: bytes, as: UTF8.self), "\(more)")
    }
  }

  @Test func `values of secret variables are covered by their names`() throws {
    let scratch = try Scratch()
    var log = OutputLog(in: scratch.path)
    log.append(Array("using key-1234567890 and blue\n".utf8))
    let text = OutputLog.text(
      in: scratch.path,
      covering: ["SERVICE_TOKEN": "key-1234567890", "COLOUR": "blue", "MY_SECRET": "key"])
    #expect(String(decoding: text, as: UTF8.self) == "using [SERVICE_TOKEN] and blue\n")
  }
}
