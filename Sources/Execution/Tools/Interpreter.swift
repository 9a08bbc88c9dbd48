import Platform

/// What runs a script, as its first line says.
enum Interpreter {
  /// The words behind `#!`; nil where a program is no script.
  static func words(of program: String) -> [String]? {
    guard let place = try? FileSystem.resolve(program),
      let start = try? FileSystem.readBeginning(place, of: 256),
      start.starts(with: Array("#!".utf8))
    else { return nil }
    return String(decoding: start.dropFirst(2).prefix { $0 != 10 }, as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The program that those words start: the first, or what `env` is to look up.
  static func program(in words: [String]) -> String? {
    guard let first = words.first, Path.last(first) == "env" else { return words.first }
    return words.dropFirst().first { !$0.hasPrefix("-") && !$0.contains("=") }
  }
}
