import Platform
import Testing

private final class Word: Sendable {
  let text: String
  init(_ text: String) { self.text = text }
}

private let word = ThreadLocal<Word>()

@Suite struct ThreadLocalTests {
  @Test func `a value holds for the time of a call, and the one before comes back`() {
    #expect(word.value == nil)
    word.with(Word("outer")) {
      #expect(word.value?.text == "outer")
      word.with(Word("inner")) { #expect(word.value?.text == "inner") }
      #expect(word.value?.text == "outer")
    }
    #expect(word.value == nil)
  }

  @Test func `a value that an error ends is gone`() {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try word.with(Word("a")) { throw Stop() } }
    #expect(word.value == nil)
  }

  @Test func `no thread sees the value of another`() {
    let seen = Guarded<[Int: String?]>([:])
    word.with(Word("caller")) {
      Workers.run(8) { number in
        let before = word.value?.text
        word.with(Word("\(number)")) {
          let own = word.value?.text
          seen.with { $0[number] = own == "\(number)" ? before : "of another" }
        }
      }
    }
    // The last one runs in the caller's thread.
    #expect(
      seen.with { $0 }
        == Dictionary(uniqueKeysWithValues: (0..<8).map { ($0, $0 == 7 ? "caller" : nil) }))
  }
}
