import SeededDice
import Testing

@testable import Platform

@Suite struct ByteSearchTests {
  @Test func `a byte is found where a slice would find it, whatever lies before`() {
    let seed = UInt64.random(in: 0 ... .max)
    var dice = SeededDice(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<dice.below(40)).map { _ in UInt8(dice.below(4)) }
      let start = dice.below(bytes.count + 1)
      let byte = UInt8(dice.below(5))
      #expect(
        bytes.firstIndex(of: byte, from: start) == bytes[start...].firstIndex(of: byte),
        "seed \(seed)")
    }
    #expect([UInt8]().firstIndex(of: 0, from: 0) == nil)
    #expect([UInt8](repeating: 1, count: 3).firstIndex(of: 1, from: 3) == nil)
  }

  @Test func `a file that is held open is added to, also when another adds to it`() throws {
    try withFolder { folder in
      let path = Path.join(folder, "log")
      let file = try AppendedFile(path)
      try file.append(Array("one ".utf8))
      try FileSystem.append(Array("two ".utf8), to: path)
      try file.append(Array("three".utf8))
      #expect(String(decoding: try FileSystem.read(path), as: UTF8.self) == "one two three")
      try FileSystem.remove(path)
      _ = try Child.run(["ln", "-s", "elsewhere", path], environment: Machine.environment)
      #expect(throws: SystemError.self) { try AppendedFile(path) }
    }
  }
}
