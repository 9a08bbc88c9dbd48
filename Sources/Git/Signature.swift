/// Who made a commit, and when.
public struct Signature: Hashable, Sendable {
  /// The person's or agent's name.
  public let name: String
  /// The address.
  public let email: String
  /// Seconds since 1970.
  public let seconds: Int64
  /// Minutes that the writer's clock was east of UTC.
  public let offsetMinutes: Int

  /// A signature from its parts; what a commit cannot hold is left out when it is written.
  public init(name: String, email: String, seconds: Int64, offsetMinutes: Int = 0) {
    self.name = name
    self.email = email
    self.seconds = seconds
    self.offsetMinutes = offsetMinutes
  }

  /// Reads "Name <email> 1700000000 +0100" as far as it goes: bad commits are old commits.
  init(parsing line: ArraySlice<UInt8>, decode: (ArraySlice<UInt8>) -> String) {
    let close = line.lastIndex(of: UInt8(ascii: ">"))
    let open = (close.map { line[..<$0] } ?? line).firstIndex(of: UInt8(ascii: "<"))
    name = decode(line[..<(open ?? close ?? line.endIndex)].trimmingSpaces())
    email = open.map { decode(line[(line.index(after: $0))..<(close ?? line.endIndex)]) } ?? ""
    let rest = close.map { line[(line.index(after: $0))...] } ?? []
    let words = rest.split(separator: UInt8(ascii: " "))
    seconds = words.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) } ?? 0
    let zone = words.dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
    // Absurd zones are in real histories; they count as UTC.
    offsetMinutes = (-9_999...9_999).contains(zone) ? zone / 100 * 60 + zone % 100 : 0
  }

  /// As a commit holds it.
  var serialized: String {
    let minutes = min(abs(max(offsetMinutes, -5_999)), 5_999)
    let digits = String(String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst())
    let zone = (offsetMinutes < 0 ? "-" : "+") + digits
    return "\(Self.clean(name)) <\(Self.clean(email))> \(max(0, seconds)) \(zone)"
  }

  private static func clean(_ text: String) -> String {
    let bytes = text.utf8.filter { $0 > 31 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    return String(decoding: ArraySlice(bytes).trimmingSpaces(), as: UTF8.self)
  }
}

extension ArraySlice<UInt8> {
  /// Without spaces at either end.
  func trimmingSpaces() -> ArraySlice<UInt8> {
    let space = UInt8(ascii: " ")
    guard let start = firstIndex(where: { $0 != space }),
      let end = lastIndex(where: { $0 != space })
    else { return [] }
    return self[start...end]
  }
}
