import Ledger
import Research
import SeededDice
import Testing

@testable import Query

@Suite struct EventFilterTests {
  @Test func `an event fits what a search would find it by, condition by condition`() throws {
    let seed = UInt64.random(in: .min ... .max)
    var dice = SeededDice(seed: seed)
    let office = try Office()
    for _ in 1...150 { try office.sayAnything(&dice) }
    let reading = try Reading(of: office.ledger, hasWords: true)
    let snapshot = reading.snapshot
    let said = try snapshot.issueNumbers().flatMap { try snapshot.events(in: .issue($0)) }
      .filter { SaidText($0, in: snapshot).text != nil }
    let conditions = [
      "state:open", "state:closed", "label:late", "label:simulation", "agent:flux", "cycle:1",
      "cycle:0..1", "cycle:2..9", "status:blocked", "status:WORKING", "exp:exp-001",
      "since:2026-11-21T05:01:00Z", "vidur", "ü", "\"order disks\"", "vi*",
    ]
    for _ in 1...60 {
      let chosen = conditions.filter { _ in dice.once(in: 6) }
      if chosen.isEmpty { continue }
      let terms = try SearchTerms(chosen, now: Timestamp(seconds: 1_795_300_000))
      let agent = try terms.agent.map(agentName)
      let filter = EventFilter(terms, agent: agent, in: reading)
      let fits = try said.filter(filter.fits).map(\.name)
      let found = try TextSearch(reading).page(terms, agent: agent, size: 1_000)
      #expect(Set(fits) == Set(found.elements.map(\.name)), "seed \(seed): \(chosen)")
      #expect(found.total == fits.count, "seed \(seed): \(chosen)")
    }
  }
}
