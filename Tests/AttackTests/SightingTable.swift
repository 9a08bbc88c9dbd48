import Platform
import Testing

/// What was seen, as the page has it: a row an attack, a column a target, a letter a layer.
struct SightingTable {
  private let sightings: [Sighting]

  init(_ sightings: [Sighting]) { self.sightings = sightings }

  private static func letters(_ layers: Set<Layer>) -> String {
    Layer.allCases.map { layers.contains($0) ? $0.rawValue.prefix(1).uppercased() : "·" }
      .joined(separator: " ")
  }

  /// The rows by the attack's name; a cell that was not tried is nil.
  private var rows: [(attack: Attack, cells: [String?])] {
    Attack.all.map { attack in
      (
        attack,
        Target.allCases.map { target in
          sightings.first { $0.attack.number == attack.number && $0.target == target }
            .map { Self.letters($0.seenBy) }
        }
      )
    }
  }

  /// For eyes, with the counts.
  var text: String {
    let lines = rows.filter { $0.cells.contains { $0 != nil } }.map { row in
      let cells = row.cells.map { $0 ?? "       " }.joined(separator: " | ")
      return "\(row.attack.number < 10 ? " " : "")\(row.attack.number) | \(cells) | "
        + row.attack.name
    }
    return (lines + Target.allCases.map(summary)).joined(separator: "\n")
  }

  private func summary(_ target: Target) -> String {
    let seen = sightings.filter { $0.target == target }
    func count(_ layers: Set<Layer>) -> Int {
      seen.filter { !$0.seenBy.isDisjoint(with: layers) }.count
    }
    let each = Layer.allCases.map { "\($0.rawValue) \(count([$0]))" }.joined(separator: ", ")
    return "\(target.rawValue), of \(seen.count): \(each); "
      + "server, verify and witness together \(count([.server, .verify, .witness])); "
      + "where no pre-receive runs \(count([.verify, .witness]))"
  }

  /// As the page holds it; cells that were not tried are taken from `old`.
  private func page(over old: [String: [String]]) -> [String] {
    rows.map { row in
      let cells = row.cells.enumerated().map { $1 ?? old[row.attack.name]?[$0] ?? "" }
      return "| \(row.attack.number) | \(row.attack.name) | "
        + cells.joined(separator: " | ") + " |"
    }
  }

  /// The page claims what was seen, no more and no less.
  func compare(with old: [String: [String]]) throws {
    if Machine.environment["RTRACK_WRITE_TRANSCRIPTS"] == "1" {
      try Page.write(page(over: old))
      // Counts are of all attacks or of none.
      return Program.isFull ? try Page.count(Target.allCases.map(summary)) : ()
    }
    for row in rows {
      for (number, cell) in row.cells.enumerated() {
        guard let cell else { continue }
        let claimed = old[row.attack.name].flatMap { $0.count > number ? $0[number] : nil }
        #expect(
          claimed == cell, "the page claims otherwise of \"\(row.attack.name)\", target \(number)")
      }
    }
    if Program.isFull {
      for target in Target.allCases {
        #expect(try Page.text().contains(summary(target)), "the page counts otherwise")
      }
    }
  }
}

/// The page "what is enforced where, and what is not".
enum Page {
  static let path = Path.join(
    Path.parent(Path.parent(Path.parent(#filePath))), "Documentation/enforcement.md")

  static func text() throws -> String { String(decoding: try FileSystem.read(path), as: UTF8.self) }

  /// The cells of its table of attacks, by the attack's name.
  static func rows() throws -> [String: [String]] {
    var rows: [String: [String]] = [:]
    for line in try text().split(separator: "\n") where isRow(line) {
      let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
      rows[cells[1]] = Array(cells.dropFirst(2))
    }
    return rows
  }

  /// Puts new rows where the old ones stood.
  static func write(_ rows: [String]) throws {
    let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { !isRow($0) }
    let head = kept.firstIndex { $0.hasPrefix("| # |") }.map { $0 + 2 } ?? kept.endIndex
    let new = kept[..<head].map(String.init) + rows + kept[head...].map(String.init)
    try FileSystem.write(Array(new.joined(separator: "\n").utf8), to: path)
  }

  /// Puts new counts where the old ones stood.
  static func count(_ summaries: [String]) throws {
    let lines = try text().split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let start = line.prefix { $0 != "," } + ", of "
      guard line.hasPrefix(start) else { return String(line) }
      return summaries.first { $0.hasPrefix(start) } ?? String(line)
    }
    try FileSystem.write(Array(lines.joined(separator: "\n").utf8), to: path)
  }

  private static func isRow(_ line: Substring) -> Bool {
    let cells = line.split(separator: "|", omittingEmptySubsequences: false)
    return cells.count == 7 && Int(cells[1].split(separator: " ").joined()) != nil
  }
}
