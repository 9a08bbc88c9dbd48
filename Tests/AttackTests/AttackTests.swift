import Platform
import Synchronization
import Testing

/// Every attack on every target, and which layer saw it.
@Suite struct AttackTests {
  @Test func `every attack is seen, by the layers that the page names`() async throws {
    let sightings = try await withThrowingTaskGroup(of: [Sighting].self) { group in
      for target in Target.allCases {
        group.addTask { try Self.sightings(on: target) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let table = SightingTable(sightings)
    print(table.text)
    for sighting in sightings {
      let missing = sighting.attack.demanded.subtracting(sighting.seenBy)
      #expect(
        missing.isEmpty,
        """
        "\(sighting.attack.name)" on \(sighting.target) is not seen by \(missing)
        \(sighting.words.joined(separator: "\n"))
        """)
    }
    try table.compare(with: Page.rows())
  }

  @Test func `there are 39 attacks, numbered as they stand`() {
    #expect(Attack.all.map(\.number) == Array(1...39))
  }

  /// All attacks; or every sixth, another one on each target, of those that can be made here.
  private static func sightings(on target: Target) throws -> [Sighting] {
    let field = try Field(target)
    let honest = try Sighting(of: .none, on: target, in: field)
    #expect(honest.seenBy.isEmpty, "\(target): \(honest.words.joined(separator: "\n"))")
    let offset = Target.allCases.firstIndex(of: target) ?? 0
    return try Attack.all.enumerated()
      .filter { try Program.isFull || $0.offset % 6 == offset * 2 && field.has($0.element.module) }
      .map { try Sighting(of: $0.element, on: target, in: field) }
  }
}
