/// A program's text, looked at for the paths it names in quotes and what it seems to do with them.
///
/// This is guessing: a name that is put together from pieces is not found, and one that is only
/// read passes where the call that reads it is known.
struct CodeText {
  /// A path that the program seems to write.
  struct Mention: Hashable {
    /// With parts that are not known where the program fills them in.
    var place: Reading
    var removes = false
    /// True where a folder of this name gets files.
    var fillsFolder = false
    /// True where the call does not say that the text is a file to be written.
    var isGuess = false
  }

  /// What the program seems to write or remove.
  private(set) var written: [Mention] = []
  /// Command lines that it hands to a shell.
  private(set) var commands: [String] = []

  let bytes: [UInt8]
  /// The quoted texts of one line each.
  private let literals: [Range<Int>]
  /// Texts that variables are set to, where that is once.
  private var variables: [String: String?] = [:]
  private let writes: Bool
  private let destroys: Bool
  /// The folder that the program goes to.
  private var folder = Reading()

  /// Longer texts are looked at up to here only, and more names than these are not looked at.
  private static let longest = 1 << 18
  static let most = 2000

  init(_ text: String) {
    bytes = Array(text.utf8.prefix(Self.longest))
    literals = Self.literals(in: bytes)
    let words = Self.words(in: bytes)
    writes = words.contains { Self.writing.contains($0) }
    destroys = words.contains { Self.destroying.contains($0) }
    for literal in literals where literal.count <= 200 {
      guard let name = assigned(before: literal.lowerBound) else { continue }
      let known = variables[name] != nil
      variables[name] = .some(known ? nil : self.text(literal))
    }
    var past = 0
    for index in literals.indices where index >= past && literals[index].count <= 4096 {
      look(at: index, &past)
    }
  }

  private mutating func look(at index: Int, _ past: inout Int) {
    let literal = literals[index]
    let call = self.call(before: literal.lowerBound)
    if call.name == "chdir" {
      folder = filled(text(literal)).within(folder)
      return
    }
    if Self.shells.contains(call.name), call.arguments == 0 {
      // A list of words is one command.
      past = neighbours(from: index)
      let words = literals[index..<past].map(text)
      if words.count > 1 { commands.append(words.map(Self.quoted).joined(separator: " ")) }
      if words.count == 1 || words[0].contains(" ") { commands.append(words[0]) }
      return
    }
    if call.name == "join" {
      // The parts of one path; what the whole is for is said around them.
      guard call.arguments == 0 else { return }
      past = neighbours(from: index)
      let whole = literals[index..<past].map(text).joined(separator: "/")
      let end = literals[past - 1].upperBound + 1
      let close = bytes[min(end, bytes.count)...].firstIndex { $0 != 32 } ?? end
      guard close < bytes.count, bytes[close] == UInt8(ascii: ")") else { return }
      let outer = self.call(before: start(ofCallAt: call.place) + 1)
      note(whole, Expression(start: call.place, end: close, next: past, call: outer))
      return
    }
    let place = Expression(
      start: literal.lowerBound, end: literal.upperBound, next: index + 1, call: call)
    note(text(literal), place)
  }

  /// A text that may be a path, where it stands.
  private struct Expression {
    let start: Int
    /// The place of its last quote or parenthesis.
    let end: Int
    /// The first text behind it.
    let next: Int
    let call: Call
  }

  private mutating func note(_ path: String, _ place: Expression) {
    guard var mention = mention(path, place) else { return }
    let filled = filled(path.hasPrefix(">") ? String(path.drop { $0 == ">" || $0 == " " }) : path)
    // Of what begins with something unknown, nothing can be said.
    if filled.units.first == .unknown { return }
    mention.place = filled.within(folder)
    written.append(mention)
  }

  /// What a quoted text means for the files; nil where it is only read, or no file.
  private func mention(_ path: String, _ place: Expression) -> Mention? {
    let found = Mention(place: Reading())
    let name = place.call.name
    // `print > "file"` of awk, `open(F, ">file")` of perl.
    if path.utf8.first == UInt8(ascii: ">"), path.utf8.count > 1 { return found }
    if isBehind(UInt8(ascii: ">"), place.start) { return found }
    let method = self.method(behind: place.end)
    if Self.opening.contains(name) || Self.opening.contains(method) {
      return opensForWriting(place) ? found : nil
    }
    let removed = Mention(place: Reading(), removes: true)
    let guess = Mention(place: Reading(), isGuess: true)
    if Self.removing.contains(name) { return removed }
    if Self.listing.contains(name) || Self.listing.contains(method) {
      return destroys ? Mention(place: Reading(), removes: true, isGuess: true) : nil
    }
    if Self.isReading(name) { return nil }
    if Self.copying.contains(name) {
      return place.call.arguments == 0 ? nil : Mention(place: Reading(), fillsFolder: true)
    }
    if Self.moving.contains(name) || method == "rename" { return removed }
    if Self.isReading(method) { return nil }
    if Self.removing.contains(method) { return removed }
    if Self.writing.contains(method) || Self.writing.contains(name) { return guess }
    // A value beside its key is a fact that is written down, seldom the file.
    if isBehind(UInt8(ascii: ":"), place.start) { return nil }
    return writes ? guess : nil
  }

  /// Whether a call that opens a file says that it writes.
  private func opensForWriting(_ place: Expression) -> Bool {
    let next = place.next < literals.count ? literals[place.next] : nil
    let end = min(place.end + 1, bytes.count)
    let near = bytes[end...].prefix(200)
    let rest = near.prefix { $0 != UInt8(ascii: ")") && $0 != 10 }
    if Self.words(in: Array(rest)).contains(where: Self.flags.contains) { return true }
    // `Path("x").open("w")`: the mode stands in the next parentheses.
    let behind = rest.isEmpty ? near.dropFirst().prefix { $0 != UInt8(ascii: ")") } : rest
    if let next, next.lowerBound - 1 < behind.endIndex, let writes = Self.mode(bytes[next]) {
      return writes
    }
    let index = place.next - 2
    return index >= 0 && index < literals.count && literals[index].upperBound < place.start
      && place.start - literals[index].upperBound <= 200
      && !bytes[literals[index].upperBound..<place.start].contains(UInt8(ascii: ")"))
      && Self.mode(bytes[literals[index]]) == true
  }

  /// The first text behind those that follow one after the other in one list.
  private func neighbours(from index: Int) -> Int {
    var past = index + 1
    while past < literals.count {
      let between = bytes[
        (literals[past - 1].upperBound + 1)..<max(
          literals[past - 1].upperBound + 1, literals[past].lowerBound - 1)]
      guard between.allSatisfy({ " ,[(\n\tfr".utf8.contains($0) }) else { break }
      past += 1
    }
    return past
  }

  /// A path with `{name}` and `%s` filled in, as far as is known.
  private func filled(_ path: String) -> Reading {
    guard path.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "%") }) else {
      return Reading(path)
    }
    var units: [Reading.Unit] = []
    var rest = Array(path.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "{"), let end = rest.firstIndex(of: UInt8(ascii: "}")) {
        let name = String(decoding: rest[..<end].prefix { $0 != 58 }, as: UTF8.self)
        rest = rest[(end + 1)...]
        if units.last == .byte(UInt8(ascii: "$")) { units.removeLast() }
        units += variables[name].flatMap { $0 }.map { Reading($0).units } ?? [.unknown]
      } else if byte == UInt8(ascii: "%"), let next = rest.first,
        "sdi0123456789".utf8.contains(next)
      {
        rest = rest.drop { !($0 >= 97 && $0 <= 122) }.dropFirst()
        units.append(.unknown)
      } else {
        units.append(.byte(byte))
      }
    }
    return Reading(units)
  }

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  private func text(_ literal: Range<Int>) -> String {
    String(decoding: bytes[literal], as: UTF8.self)
  }
}
