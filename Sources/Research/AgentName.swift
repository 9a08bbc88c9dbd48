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
    let bytes = text.utf8
    guard !bytes.isEmpty, bytes.count <= Self.longest,
      bytes.allSatisfy({
        ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 45 || $0 == 46 || $0 == 95
      }),
      let first = bytes.first, first != 45, first != 46, text.last != ".", text.last != "-",
      !Self.hasTwoDots(bytes)
    else { return nil }
    self.text = String(text)
  }

  private static func hasTwoDots(_ bytes: some Sequence<UInt8>) -> Bool {
    var last: UInt8 = 0
    for byte in bytes {
      if byte == 46 && last == 46 { return true }
      last = byte
    }
    return false
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
  public var title: String { text.prefix(1).uppercased() + text.dropFirst() }

  /// The name as it is written.
  public var description: String { text }
  /// By the bytes of the text.
  public static func < (a: AgentName, b: AgentName) -> Bool { a.text < b.text }
}
