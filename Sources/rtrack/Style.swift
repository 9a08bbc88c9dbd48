/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// Emphasis where a terminal shows it, nothing elsewhere.
struct Style {
  private let hasColour: Bool

  init(_ terminal: Terminal) { hasColour = terminal.hasColour }

  func bold(_ text: String) -> String { hasColour ? "\u{1b}[1m\(text)\u{1b}[0m" : text }
}
