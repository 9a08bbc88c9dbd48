import Platform
import Testing

/// The house as its sources show it: what SwiftPM and the compiler do not hold.
@Suite struct ArchitectureTests {
  /// The layers from below, each with the layers it may import, as Package.swift gives them.
  static let layers = manifestLayers()

  @Test func `every folder of the sources is a layer of the manifest`() throws {
    let folders = try FileSystem.entries(Source.top("Sources"))
    let unknown = folders.filter { Self.layers[$0] == nil && !$0.hasPrefix("C") }
    #expect(unknown == [])
    #expect(Self.layers.count >= 8, "the manifest was not understood: \(Self.layers)")
  }

  @Test func `arrows go down only`() throws {
    let own = Set(Self.layers.keys)
    for source in try Source.all() {
      let wrong = source.imports.filter { own.contains($0) }
        .filter { Self.layers[source.layer]?.contains($0) != true }
      #expect(wrong == [], "\(source.path) imports what its layer does not stand on")
    }
    for (layer, lower) in Self.layers {
      #expect(!Self.reach(lower).contains(layer), "\(layer) stands on itself")
    }
  }

  @Test(arguments: [
    ("CLibgit2", ["Git"]), ("CSystem", ["Platform"]), ("CYAML", ["Documents"]),
    ("CMarkdown", ["Documents"]), ("CSQLite", ["Database"]),
    ("Glibc", ["Platform", "Git"]), ("Darwin", ["Platform", "Git"]), ("Musl", []),
    ("Foundation", []), ("FoundationEssentials", []),
  ])
  func `a module is imported in its own layer only`(_ module: String, _ homes: [String]) throws {
    let wrong = try Source.all().filter {
      $0.imports.contains(module) && !homes.contains($0.layer)
    }
    #expect(wrong.map(\.path) == [])
  }

  @Test func `commands know no git`() throws {
    let commands = try Source.all().filter { $0.path.contains("Sources/rtrack/Commands/") }
    #expect(!commands.isEmpty)
    #expect(commands.filter { $0.imports.contains("Git") }.map(\.path) == [])
  }

  @Test func `memory is handled in four layers only`() throws {
    let homes = ["Platform", "Git", "Documents", "Database"]
    for source in try Source.all() where !homes.contains(source.layer) {
      #expect(source.places(of: "unsafe") == [])
    }
  }

  @Test func `nothing prints but the program's last step`() throws {
    for source in try Source.all() where source.path != "Sources/rtrack/main.swift" {
      #expect(source.places(of: "print") == [])
    }
  }

  @Test func `every command is in the command list`() throws {
    let sources = try Source.all()
    let list = try #require(sources.first { $0.path == "Sources/rtrack/CommandList.swift" })
    for source in sources where source.path.contains("Sources/rtrack/Commands/") {
      for line in source.code {
        let words = line.split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        guard words.contains("struct"), words.last == "Command" || line.contains(": Command {"),
          let name = words.drop(while: { $0 != "struct" }).dropFirst().first
        else { continue }
        #expect(
          list.code.contains { $0.contains("\(name).self") }, "\(name) of \(source.path) is not")
      }
    }
  }

  @Test func `every rule is asked somewhere`() throws {
    let sources = try Source.all()
    for rule in sources where rule.path.contains("Rules/") {
      let name = Path.last(rule.path).dropLast(6)
      let isUsed = sources.contains {
        $0.path != rule.path && !$0.places(of: String(name)).isEmpty
      }
      #expect(isUsed, "nothing uses \(name)")
    }
  }

  @Test func `files are short enough to be read`() throws {
    for source in try Source.all() {
      let limit = source.path.contains("/Commands/") ? 200 : 250
      #expect(source.lines.count <= limit, "\(source.path) has \(source.lines.count) lines")
      for (number, line) in source.lines.enumerated() where line.count > 100 {
        Issue.record("\(source.path):\(number + 1) has \(line.count) columns")
      }
    }
  }

  /// All layers below these.
  private static func reach(_ layers: Set<String>) -> Set<String> {
    var found: Set<String> = []
    var next = layers
    while let layer = next.popFirst() {
      if found.insert(layer).inserted { next.formUnion(Self.layers[layer] ?? []) }
    }
    return found
  }

  /// The layers that Package.swift declares, read from its text.
  private static func manifestLayers() -> [String: Set<String>] {
    guard let bytes = try? FileSystem.read(Source.top("Package.swift")) else { return [:] }
    let text = String(decoding: bytes, as: UTF8.self)
    var layers: [String: Set<String>] = [:]
    for declaration in ["layer(", ".executableTarget("] {
      for part in text.components(after: declaration) {
        let names = String(part.prefix { $0 != "]" }).components(after: "\"")
          .map { String($0.prefix { $0 != "\"" }) }.filter { !$0.isEmpty }
        // Every second piece lies between two names.
        let words = names.filter { $0.allSatisfy { $0.isLetter || $0.isNumber } }
        if let name = words.first { layers[name] = Set(words.dropFirst()) }
      }
    }
    return layers
  }
}

extension String {
  /// What follows each place of `mark`.
  fileprivate func components(after mark: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let place = rest.firstRange(of: mark) {
      rest = rest[place.upperBound...]
      found.append(String(rest))
    }
    return found
  }
}
