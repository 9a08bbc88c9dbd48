import Documents
import SeededDice
import Testing

struct JSONPlacesTests {
  static let text = """
    {
      "a": {"b": [1, {"c": null}], "é": 2},
      "list": [
        {"seed": 0}, {"seed": 1,
         "acc": 0.5}
      ]
    }
    """

  @Test(
    arguments: [
      ([.name("a")], 2, 3), ([.name("a"), .name("b")], 2, 9),
      ([.name("a"), .name("b"), .index(1), .name("c")], 2, 19),
      ([.name("a"), .name("é")], 2, 32), ([.name("list"), .index(1)], 4, 18),
      ([.name("list"), .index(1), .name("acc")], 5, 6), ([], 1, 1),
      ([.name("a"), .name("gone"), .name("deeper")], 2, 3),
      ([.name("a"), .name("b"), .index(0)], 2, 9),
    ] as [([JSONPlaces.Step], Int, Int)])
  func `a value's place is that of its name, else of what is around it`(
    path: [JSONPlaces.Step], line: Int, column: Int
  ) {
    let place = JSONPlaces(Array(Self.text.utf8)).place(of: path)
    #expect(place.line == line)
    #expect(place.column == column)
  }

  @Test func `every member of random JSON is found where it stands`() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SeededDice(seed: seed)
    for round in 0..<300 {
      let json = Self.random(&random, depth: 0)
      let bytes = Array(json.serialized(pretty: random.below(2) == 0).utf8)
      let places = JSONPlaces(bytes)
      let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
      Self.visit(json, []) { path in
        guard case .name(let name)? = path.last else { return }
        let (line, column) = places.place(of: path)
        let rest = String(decoding: lines[line - 1], as: UTF8.self).unicodeScalars
          .dropFirst(column - 1)
        let expected = JSON.string(name).serialized(pretty: false)
        #expect(String(rest).hasPrefix(expected + ":"), "seed \(seed), round \(round): \(path)")
      }
    }
  }

  @Test func `a text that is no JSON gives places as far as it goes`() {
    var random = SeededDice(seed: 5)
    for _ in 0..<500 {
      _ = JSONPlaces(random.mutated(Array(Self.text.utf8))).place(of: [.name("list")])
    }
    let deep = String(repeating: "{\"a\":[", count: 100_000)
    #expect(JSONPlaces(Array(deep.utf8)).place(of: [.name("a")]).column == 2)
  }

  private static func random(_ random: inout SeededDice, depth: Int) -> JSON {
    switch random.below(depth > 3 ? 4 : 6) {
    case 0: .null
    case 1: .integer(random.below(100))
    case 2: .string(["", "a\"b", "é\n", "}", "[,"][random.below(5)])
    case 3: .number(-0.5)
    case 4: .array((0..<random.below(4)).map { _ in Self.random(&random, depth: depth + 1) })
    default:
      .object(
        (0..<random.below(4)).map { number in
          JSON.Member("k\(number)\"é", Self.random(&random, depth: depth + 1))
        })
    }
  }

  private static func visit(
    _ json: JSON, _ path: [JSONPlaces.Step], _ found: ([JSONPlaces.Step]) -> Void
  ) {
    found(path)
    for member in json.object ?? [] { visit(member.value, path + [.name(member.key)], found) }
    for (index, value) in (json.array ?? []).enumerated() {
      visit(value, path + [.index(index)], found)
    }
  }
}
