/// The name under which somebody speaks: lower case, `[a-z0-9._-]`, as file names carry it.
public struct AgentName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name as file names carry it.
  public let text: String

  /// Longer names would make file names that some file systems refuse.
  public static let longest = 64

  /// Speaks for the machine when no system is on the roster.
  public static let system = AgentName(unchecked: "system")

  private init(unchecked text: String) { self.text = text }

  /// Takes a name that is already in its written form; nil otherwise.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    guard Self.isWritten(text) else { return nil }
    self.text = text
  }

  /// `[a-z0-9._-]`, no two dots in a row, neither end a dot or a hyphen.
  private static func isWritten(_ text: String) -> Bool {
    var count = 0
    var last: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "_"):
        break
      case UInt8(ascii: "-"): if count == 0 { return false }
      case UInt8(ascii: "."): if count == 0 || last == byte { return false }
      default: return false
      }
      last = byte
      count += 1
    }
    return count > 0 && count <= longest && last != UInt8(ascii: "-") && last != UInt8(ascii: ".")
  }

  /// Folds a spelling such as `Experiment Runner` to the name `experiment-runner`; nil when
  /// nothing usable is left.
  public init?(folding spelling: some StringProtocol) {
    var folded = ""
    for scalar in spelling.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9", ".", "_", "-": folded.unicodeScalars.append(scalar)
      case " ", "/", ":": folded.append("-")
      default: return nil
      }
    }
    while let last = folded.last, last == "-" || last == "." { folded.removeLast() }
    self.init(folded.drop { $0 == "-" || $0 == "." })
  }

  /// True for names that cannot be files on some systems.
  public var isReserved: Bool {
    let stem = text.prefix { $0 != "." }
    let devices = ["con", "prn", "aux", "nul"]
    let ports = ["com", "lpt"]
    return devices.contains(String(stem)) || text == Self.system.text
      || (stem.count == 4 && ports.contains(String(stem.prefix(3)))
        && stem.last.map { $0 >= "0" && $0 <= "9" } == true)
  }

  /// What stays equal between the spellings of one identity: `ExperimentRunner`,
  /// `Experiment-Runner` and `experiment_runner` are all `experimentrunner`.
  public static func squashed(_ spelling: some StringProtocol) -> String {
    String(
      spelling.lowercased().filter {
        $0 != "-" && $0 != "_" && $0 != "." && $0 != " " && $0 != "/" && $0 != ":"
      })
  }

  /// The name as a heading shows it: its first letter in upper case.
  public var title: String {
    var bytes = Array(text.utf8)
    if let first = bytes.first, first >= UInt8(ascii: "a"), first <= UInt8(ascii: "z") {
      bytes[0] = first - 32
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The name as it is written.
  public var description: String { text }
  /// By the bytes of the text.
  public static func < (a: AgentName, b: AgentName) -> Bool { a.text < b.text }
}
