import Documents
import Research
import Testing

@testable import Reports

@Suite struct HostTextTests {
  private let own = HostText(.own)
  private let gap = "\u{200B}"

  @Test func `words within a line are no markup`() {
    #expect(
      own.inline("*a* _b_ `c` [d](e) <f> |g| ~h~ &amp; $x$ \\")
        == #"\*a\* \_b\_ \`c\` \[d\](e) \<f\> \|g\| \~h\~ \&amp; \$x\$ \\"#)
    #expect(own.inline("one\n\n  two\r\n# three\u{2028}four") == "one two # three four")
    #expect(own.inline("red\u{1B}[31m") == #"red\\x1b\[31m"#)
  }

  @Test func `what a host acts upon is taken apart, unless its numbers are ours`() {
    #expect(own.inline("fixes #12, see @flux") == "f\(gap)ixes #\(gap)12, see @\(gap)flux")
    #expect(HostText(.mirror).inline("fixes #12, see @flux") == "fixes #12, see @flux")
    #expect(own.quoted("closes #1") == "> c\(gap)loses #\(gap)1")
    #expect(own.line("Fix *all* of #3", longest: 200) == "F\(gap)ix *all* of #\(gap)3")
  }

  @Test func `a quote holds whatever begins in it`() {
    #expect(own.quoted("\n\n# a\r\n\r\nb\n\n") == "> # a\n>\n> b")
    #expect(own.quoted("```\ncode") == "> ```\n> code")
    #expect(
      own.quoted("</blockquote><details><!-- x")
        == "> <\(gap)/blockquote><\(gap)details><\(gap)!-- x")
    #expect(own.quoted("a < b, a <3") == "> a < b, a <3")
    #expect(own.quoted("") == "" || own.quoted("") == ">")
  }

  @Test func `code has fences longer than its own`() {
    #expect(own.code("results/exp-001/metrics.json") == "`results/exp-001/metrics.json`")
    #expect(own.code("a`b``c") == "```a`b``c```")
    #expect(own.code("`x`") == "`` `x` ``")
    #expect(own.code("a|b\nc") == #"`a\|b c`"#)
  }

  @Test func `a long text is cut between characters, and says so`() {
    #expect(own.inline(String(repeating: "é", count: 50), longest: 10).hasSuffix("é …"))
    #expect(own.quoted("short", longest: 5) == "> short")
    let stacked = "x" + String(repeating: "\u{301}", count: 100_000)
    #expect(own.inline(stacked, longest: 100).unicodeScalars.count < 200)
  }
}
