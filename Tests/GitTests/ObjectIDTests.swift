import Git
import SeededDice
import Testing

@Suite struct ObjectIDTests {
  private let hex = "0123456789abcdef0011223344556677fedcba98"

  @Test func `digits and bytes go to and fro`() throws {
    let id = try #require(ObjectID(hex: hex))
    #expect(id.hex == hex && "\(id)" == hex && id.short == "0123456789")
    #expect(ObjectID(bytes: id.bytes) == id)
    #expect(id.bytes.prefix(3) == [0x01, 0x23, 0x45])
    #expect(ObjectID(hex: hex.uppercased()) == id)
    #expect(MemoryLayout<ObjectID>.size == 20)
  }

  @Test func `anything else is refused`() {
    #expect(ObjectID(hex: hex.dropLast()) == nil)
    #expect(ObjectID(hex: hex + "0") == nil)
    #expect(ObjectID(hex: "g" + hex.dropFirst()) == nil)
    #expect(ObjectID(hex: "") == nil)
    #expect(ObjectID(bytes: [UInt8](repeating: 1, count: 19)) == nil)
    #expect(ObjectID(bytes: [UInt8](repeating: 1, count: 21)) == nil)
  }

  @Test func `the order is that of the digits`() {
    let seed = UInt64.random(in: 0 ... .max)
    var numbers = SeededDice(seed: seed)
    let ids = (0..<200).compactMap { _ in
      ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }
    #expect(ids.count == 200)
    #expect(ids.sorted().map(\.hex) == ids.map(\.hex).sorted(), "seed \(seed)")
  }
}
