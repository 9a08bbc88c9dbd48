/// SplitMix64, and hostile text made with it.
struct SeededDice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &self) }

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
