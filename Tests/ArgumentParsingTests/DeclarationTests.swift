import Testing

@testable import ArgumentParsing

@Suite struct DeclarationTests {
  @Test func `what is heard while a struct is made is what it holds, in declared order`() {
    let (made, grammar) = Grammar.of { Comment() }
    var held: [ArgumentSlot] = []
    func look(at owner: Any) {
      for child in Mirror(reflecting: owner).children {
        guard let property = child.value as? any DeclaredProperty else { continue }
        switch property.declared {
        case .word(let slot): held.append(slot)
        case .group(let group): look(at: group.members)
        }
      }
    }
    look(at: made)
    let heard = held.map { slot in grammar.slots.first { $0.slot === slot } }
    #expect(heard.allSatisfy { $0 != nil } && heard.count == grammar.slots.count)
    let names = heard.compactMap { $0?.definition.name }
    #expect(
      names == [
        "issue", "text", "file", "status", "label", "last", "weight", "layout", "verbose", "push",
        "colour", "secret-clock", "as", "quiet", "json",
      ])
    #expect(grammar.groups.count == 1)
    #expect(grammar.positionals.map(\.definition.name) == ["issue", "text"])
    #expect(grammar.named.map(\.definition.name) == Array(names.dropFirst(2)))
  }

  @Test func `a struct that is made by hand is heard by nobody`() {
    let (_, grammar) = Grammar.of { () -> Close in
      _ = Grammar.of { Open() }
      return Close()
    }
    #expect(grammar.slots.map(\.definition.name) == ["issue"])
    _ = Comment()
    #expect(Grammar.of { Open() }.grammar.slots.map(\.definition.name) == ["title", "urgency"])
  }

  @Test func `a name that is given is found without the names of properties`() {
    let grammar = Grammar.of { Comment() }.grammar
    #expect(grammar.longName("--as")?.slot.declaration.help == "Who speaks")
    #expect(grammar.slots.allSatisfy { $0.slot.propertyName == nil })
    #expect(grammar.longName("--no-push")?.affirms == false)
    #expect(grammar.longName("--secret-clock")?.spelling == "--secret-clock")
    #expect(grammar.longName("--secretClock") == nil)
  }
}
