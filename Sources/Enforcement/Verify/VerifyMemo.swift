public import Documents
import Git
import Platform
import Research

/// What earlier looks at this repository found: which commits need not be gone through again, and
/// where its lines stood.
///
/// It lies in the git directory, which no push and no commit writes. What was gone through is
/// believed only where it was made under the same rules by the same version; where lines stood is a
/// witness, and only adds findings.
struct VerifyMemo {
  /// The tips of each kind of branches, gone through.
  var tips: [BranchKind: [ObjectID]] = [:]
  /// What those walks found.
  var findings: [BranchKind: [HistoryFinding]] = [:]
  /// The latest time that a commit bears which was gone through, of the ledger; in seconds since
  /// 1970.
  var latest = Int64.min
  /// What came late, of the ledger.
  var late = LateArrivals()
  /// The sealed files and branches that were last compared.
  var sealing = ""
  /// Where the ledger's own line and the remote's branches stood, by the reference's name.
  var seen: [String: ObjectID] = [:]

  /// A longer list of findings is found anew each time.
  private static let mostFindings = 5_000
  private static let names: [(BranchKind, String)] = [(.ledger, "ledger"), (.code, "code")]
  private static let file = "verified.json"

  /// What is remembered; nothing where there is no memo, or it cannot be read.
  init(in folder: String, key: String) {
    guard let bytes = try? FileSystem.read(Path.join(folder, Self.file), limit: 64 << 20),
      let json = try? JSON.parse(bytes)
    else { return }
    for member in json["seen"]?.object ?? [] {
      seen[member.key] = member.value.string.flatMap { ObjectID(hex: $0) }
    }
    guard json["key"]?.string == key, let late = LateArrivals(json: json["late"]) else { return }
    self.late = late
    latest = json["latest"]?.integer.map(Int64.init) ?? .max
    for (kind, name) in Self.names {
      let ids = json[name]?["tips"]?.array?.map { $0.string.flatMap { ObjectID(hex: $0) } }
      let found = json[name]?["findings"]?.array?.map { HistoryFinding(json: $0) }
      guard let ids, let found, !ids.contains(nil), !found.contains(nil) else { continue }
      tips[kind] = ids.compactMap { $0 }
      findings[kind] = found.compactMap { $0 }
    }
    sealing = json["sealing"]?.string ?? ""
  }

  /// Everything is to be gone through again; where lines stood is still known.
  mutating func forgetWalks() {
    tips = [:]
    findings = [:]
    late = LateArrivals()
    latest = .min
    sealing = ""
  }

  /// Keeps it; that it cannot be kept only costs time.
  func write(to folder: String, key: String) {
    var members = [
      JSON.Member("key", .string(key)), JSON.Member("sealing", .string(sealing)),
      JSON.Member("late", late.json), JSON.Member("latest", .integer(Int(latest))),
      JSON.Member(
        "seen",
        .object(
          seen.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value.hex)) })),
    ]
    for (kind, name) in Self.names {
      let found = findings[kind] ?? []
      if found.count > Self.mostFindings { continue }
      members.append(
        JSON.Member(
          name,
          .object([
            JSON.Member("tips", .array((tips[kind] ?? []).map { .string($0.hex) })),
            JSON.Member("findings", .array(found.map(\.json))),
          ])))
    }
    let text = JSON.object(members).serialized(pretty: false)
    try? FileSystem.makeDirectory(folder)
    try? FileSystem.write(Array(text.utf8), to: Path.join(folder, Self.file))
  }
}

extension HistoryFinding {
  /// As the memo keeps it, and `--json` prints it.
  public var json: JSON {
    func entry(_ entry: Tree.Entry?) -> JSON {
      guard let entry else { return .null }
      return .object([
        JSON.Member("id", .string(entry.id.hex)),
        JSON.Member("mode", .string(String(entry.mode.rawValue, radix: 8))),
      ])
    }
    func text(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    return .object([
      JSON.Member("finding", .string(id)), JSON.Member("rule", .string(rule)),
      JSON.Member("act", text(act)), JSON.Member("path", text(path)),
      JSON.Member("commit", text(commit?.hex)), JSON.Member("author", text(author)),
      JSON.Member("time", text(time?.description)), JSON.Member("before", entry(before)),
      JSON.Member("after", entry(after)),
      JSON.Member("places", .array(places.map { .string($0) })),
      JSON.Member("message", .string(message)), JSON.Member("remedy", .string(remedy)),
      JSON.Member("standing", .string(standingWord)),
      JSON.Member("covered_by", text(coveringEvent)),
    ])
  }

  /// The standing in a word.
  public var standingWord: String {
    switch standing {
    case .open: "open"
    case .told: "told"
    case .older: "older"
    case .covered: "covered"
    }
  }

  private var coveringEvent: String? {
    if case .covered(let event) = standing { event } else { nil }
  }

  /// Reads what `json` gives; nil for anything else.
  init?(json: JSON) {
    guard let rule = json["rule"]?.string, let message = json["message"]?.string,
      let remedy = json["remedy"]?.string
    else { return nil }
    self.init(rule, path: json["path"]?.string, message: message, remedy: remedy)
    act = json["act"]?.string
    commit = json["commit"]?.string.flatMap { ObjectID(hex: $0) }
    author = json["author"]?.string
    time = json["time"]?.string.flatMap { Timestamp($0) }
    places = json["places"]?.array?.compactMap(\.string) ?? []
    before = Self.entry(json["before"], named: path)
    after = Self.entry(json["after"], named: path)
    switch json["standing"]?.string {
    case "told": standing = .told
    case "older": standing = .older
    case "open", "covered": standing = .open
    default: return nil
    }
  }

  private static func entry(_ json: JSON?, named name: String?) -> Tree.Entry? {
    guard let id = json?["id"]?.string.flatMap({ ObjectID(hex: $0) }),
      let mode = json?["mode"]?.string.flatMap({ UInt32($0, radix: 8) })
        .flatMap({ Tree.Mode(rawValue: $0) })
    else { return nil }
    return Tree.Entry(name: name ?? "", mode: mode, id: id)
  }
}
