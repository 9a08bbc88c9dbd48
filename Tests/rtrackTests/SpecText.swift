import Platform

/// The spec of the page about specs, for sessions.
enum SpecText {
  static func page() throws -> String {
    let page = try FormatPageTests.text(FormatPageTests.top("Documentation/experiments.md"))
    let block = FormatPageTests.blocks(page).first { $0.title == "spec" }
    return block?.text ?? ""
  }

  /// The same with one text replaced.
  static func page(_ old: String, _ new: String) throws -> String {
    let text = try page()
    guard let place = text.firstRange(of: old) else { return "" }
    return text[..<place.lowerBound] + new + text[place.upperBound...]
  }
}
