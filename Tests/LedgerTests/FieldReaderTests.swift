import Documents
import Testing

@testable import Ledger

@Suite struct FieldReaderTests {
  private func reader(_ frontMatter: String) throws -> FieldReader {
    FieldReader(try Document.parse(Array("---\n\(frontMatter)---\n".utf8)), path: "x.md")
  }

  @Test func `what was asked for is known, and the rest is told`() throws {
    var fields = try reader("title: Run\ncount: 3\nhue: red\ndone: true\nmap:\n  a: 1\n")
    #expect(try fields.text("title") == "Run")
    #expect(try fields.integer("count") == 3)
    #expect(try fields.boolean("done") == true)
    #expect(try fields.map("map").map(\.key) == ["a"])
    #expect(try fields.text("absent") == nil)
    #expect(fields.unknownKeys == ["hue"])
  }

  @Test func `each fault names the file, the key and what was expected`() throws {
    var fields = try reader("list: [a]\ncount: many\nat: noon\nagents: [Flux]\nempty: \"\"\n")
    func fault(_ read: () throws(EventFault) -> Void) -> String {
      do throws(EventFault) {
        try read()
        return ""
      } catch {
        return error.text
      }
    }
    #expect(fault { () throws(EventFault) in _ = try fields.text("list") }.contains("`list`"))
    let count = fault { () throws(EventFault) in _ = try fields.integer("count") }
    #expect(count.contains("\"many\", not a whole number") && count.contains("x.md"))
    #expect(fault { () throws(EventFault) in _ = try fields.time("at") }.contains("noon"))
    #expect(fault { () throws(EventFault) in _ = try fields.agents("agents") }.contains("Flux"))
    for key in ["empty", "absent"] {
      let text = fault { () throws(EventFault) in _ = try fields.required(key) }
      #expect(text.contains("`\(key)` is missing"))
    }
    #expect(fields.unknownKeys.isEmpty)
  }
}
