/// The number people call an issue by: `194`, or `L7` for an issue opened here while the
/// numbers are those of a host.
public struct IssueNumber: Hashable, Comparable, Sendable {
  /// At least 1.
  public let value: Int
  /// True for `L7`: given out here, while plain numbers mirror a host's.
  public let isLocal: Bool

  /// Nil unless 1…99,999,999.
  public init?(_ value: Int, isLocal: Bool = false) {
    guard (1...99_999_999).contains(value) else { return nil }
    self.value = value
    self.isLocal = isLocal
  }

  /// Reads `194`, `#194` or `L7`.
  public init?(_ text: some StringProtocol) {
    var digits = Substring(text)
    if digits.first == "#" { digits.removeFirst() }
    let isLocal = digits.first == "L" || digits.first == "l"
    if isLocal { digits.removeFirst() }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
      digits.first != "0", let value = Int(digits)
    else { return nil }
    self.init(value, isLocal: isLocal)
  }

  /// The folder of a hundred that holds this issue's folder: `1` for 194, `L0` for L7.
  public var hundred: String { (isLocal ? "L" : "") + String(value / 100) }

  /// Plain numbers before local ones, each by value.
  public static func < (a: IssueNumber, b: IssueNumber) -> Bool {
    a.isLocal == b.isLocal ? a.value < b.value : b.isLocal
  }
}

extension IssueNumber: CustomStringConvertible {
  /// `194` or `L7`.
  public var description: String { (isLocal ? "L" : "") + String(value) }
}
