import Database
import Ledger
import Research
import SeededDice
import Testing

@testable import Query

@Suite struct TextSearchTests {
  private func terms(_ words: String...) throws -> SearchTerms {
    try SearchTerms(words, now: Timestamp(seconds: 1_795_300_000))
  }

  private func found(_ reading: Reading, _ terms: SearchTerms) throws -> [EventName] {
    try TextSearch(reading).page(terms, size: 1_000).elements.map(\.name)
  }

  @Test func `words that follow the ledger find what a look at every text finds`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for step in 1...25 {
      for _ in 0...dice.below(4) { try office.sayAnything(&dice) }
      let reading = try Reading(of: office.ledger, hasWords: true)
      let snapshot = reading.snapshot
      let all = try snapshot.issueNumbers().flatMap { try snapshot.events(in: .issue($0)) }
      for word in ["vidur", "plot", "order", "u"] {
        let expected = all.filter { event in
          let text = SaidText(event, in: snapshot).text?.lowercased() ?? ""
          return text.replacing("ü", with: "u").split { !$0.isLetter }.contains { $0 == word }
        }
        let names = try found(reading, terms(word))
        #expect(Set(names) == Set(expected.map(\.name)), "seed \(seed), step \(step): \(word)")
        #expect(names.count == expected.count, "seed \(seed), step \(step): \(word) twice")
      }
    }
  }

  @Test func `words are no operators, and phrases and beginnings mean what they say`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "Learning rate warm-up"), body: "NOT yet OR never*")
    try office.open(2, IssueOpening(title: "Rate of learning"))
    let reading = try Reading(of: office.ledger, hasWords: true)
    func issues(_ words: String...) throws -> [Int] {
      let terms = try SearchTerms(words, now: Timestamp(seconds: 0))
      return try TextSearch(reading).page(terms, size: 9).elements.compactMap { event in
        if case .issue(let number, _) = event.thread { number.value } else { nil }
      }.sorted()
    }
    #expect(try issues("learning", "rate") == [1, 2])
    #expect(try issues("\"learning rate\"") == [1])
    #expect(try issues("learn*") == [1, 2])
    #expect(try issues("learn") == [])
    #expect(try issues("yet OR nowhere") == [])
    #expect(try issues("NOT") == [1])
    for hostile in ["'", "\"", "a\"b", "NEAR(", "^learning", "-rate", "x\u{0}", "*", "(", "🜁"] {
      _ = try? issues(hostile)
    }
    #expect(try issues("rate") == [1, 2])
  }

  @Test func `what was said stays with its issue when an earlier one of its number arrives`() throws
  {
    let office = try Office()
    let before = try #require(try office.ledger.tip())
    try office.open(1, IssueOpening(title: "Earlier", labels: ["late"]), body: "beans")
    let elsewhere = try #require(try office.ledger.tip())
    try office.move(to: before)
    try office.open(1, IssueOpening(title: "Later"), body: "beans")
    try office.say(1, .close, .close(reason: nil))
    let later = try #require(office.openings[try issueNumber(1)])
    let closed = try terms("beans", "state:closed")
    #expect(try found(Reading(of: office.ledger, hasWords: true), closed) == [later])
    try office.elsewhere { try office.move(to: elsewhere) }
    let reading = try Reading(of: try office.again(), hasWords: true)
    #expect(try found(reading, terms("beans")).count == 2)
    #expect(try found(reading, closed) == [later])
    #expect(try found(reading, terms("beans", "label:late")).count == 1)
    #expect(try !found(reading, terms("beans", "label:late")).contains(later))
  }

  @Test func `a ledger whose history was made anew is searched anew`() throws {
    let office = try Office()
    try office.open(1, IssueOpening(title: "One"))
    let before = try #require(try office.ledger.tip())
    try office.open(2, IssueOpening(title: "Two"))
    #expect(try found(Reading(of: office.ledger, hasWords: true), terms("two")).count == 1)
    try office.move(to: before)
    #expect(try found(Reading(of: office.ledger, hasWords: true), terms("two")) == [])
    #expect(try found(Reading(of: office.ledger, hasWords: true), terms("one")).count == 1)
  }
}
