import ArgumentParsing
import Testing

@testable import rtrack

@Suite struct CommandListTests {
  @Test func `every command is declared without a fault`() {
    #expect(CommandList.tree.declarationFaults() == [])
  }
}
