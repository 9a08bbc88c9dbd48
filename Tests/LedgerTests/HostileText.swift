import SeededDice

extension SeededDice {
  mutating func text() -> String {
    (0...below(5)).map { _ in Self.pieces[below(Self.pieces.count)] }.joined()
  }

  private static let pieces = [
    "word", " ", "\n", "\r\n", "\t", "---", "---\n", "...", ": ", "#", "- ", "'", "\"", "\\", "&a",
    "*a", "!!str", "!tag", "|", ">", "%YAML", "{", "}", "[", "]", "null", "true", "no", "0x1F",
    "1e5", "2026-11-21", "é", "e\u{301}", "שלום", "\u{202E}", "\u{FEFF}", "😀", "\u{1B}[31m", "\0",
    "\u{7F}", "\u{85}", "\u{2028}", "<<", "@", "`", "~", "=", ",", "#194", "\u{FFFE}",
  ]
}
