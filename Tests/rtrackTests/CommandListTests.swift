import Testing

@testable import ArgumentParsing
@testable import rtrack

@Suite struct CommandListTests {
  @Test func `every command is declared without a fault`() {
    #expect(CommandList.tree.declarationFaults() == [])
  }

  @Test func `what agents call all day gives its options' names, which then cost no look-up`() {
    let grammar = Grammar.of { CommentCommand() }.grammar
    #expect(grammar.named.filter { $0.declaration.givenName == nil }.isEmpty)
    // As they would be called without.
    for slot in grammar.named where slot.declaration.givenName != "as" {
      #expect(slot.definition.name == slot.slot.propertyName)
    }
  }
}
