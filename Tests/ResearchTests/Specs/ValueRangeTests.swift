import Testing

@testable import Research

@Suite struct ValueRangeTests {
  @Test func `A range holds its ends unless they are left out`() throws {
    let closed = try #require(ValueRange(0, 1))
    #expect(closed.contains(0) && closed.contains(1) && !closed.contains(1.1))
    let open = try #require(ValueRange(0, .infinity, excludesLower: true))
    #expect(!open.contains(0) && open.contains(1e300) && !open.contains(.infinity))
    #expect(!closed.contains(.nan) && !ValueRange.everything.contains(.nan))
  }

  @Test func `An empty range is none`() {
    #expect(ValueRange(1, 0) == nil)
    #expect(ValueRange(1, 1, excludesLower: true) == nil)
    #expect(ValueRange(.nan, 1) == nil)
    #expect(ValueRange(.infinity, .infinity) == nil)
    #expect(ValueRange(3, 3)?.contains(3) == true)
  }

  @Test func `A range is told as it is written`() throws {
    #expect(try #require(ValueRange(0, 1)).description == "[0, 1]")
    #expect(
      try #require(ValueRange(0.5, .infinity, excludesLower: true)).description == "(0.5, inf)")
  }
}
