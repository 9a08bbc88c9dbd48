import Documents
import Ledger

/// How a remote's ledger stands to the one here, in a line and for programs.
struct RemoteLine {
  let look: RemoteLook
  /// The ledger branch's name.
  let branch: String

  /// 1 where it holds other bytes than were written, 2 where it could not be read.
  var status: Int32 {
    if look.fault != nil { return 2 }
    return look.differing.isEmpty ? 0 : 1
  }

  var text: String {
    terminalSafe(look.remote + (look.isBelieved ? " (believed): " : ": ") + words)
  }

  private var words: String {
    if let fault = look.fault { return fault }
    switch look.difference {
    case .absent: return "it has no branch \(branch)"
    case .otherOrigin: return "its ledger is of another origin"
    case nil: break
    }
    var parts: [String] = []
    if look.more > 0 { parts.append("has \(counted(look.more, "file")) more") }
    if look.lacks > 0 { parts.append("lacks \(counted(look.lacks, "file"))") }
    for (paths, what) in [
      (look.differing, "with other bytes"), (look.unredacted, "that was redacted here"),
    ] {
      guard let first = paths.first else { continue }
      let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
      parts.append("holds \(first)\(more) \(what)")
    }
    return parts.isEmpty ? "the same as here" : parts.joined(separator: ", ")
  }

  var json: JSON {
    .object([
      JSON.Member("remote", .string(look.remote)),
      JSON.Member("believed", .boolean(look.isBelieved)),
      JSON.Member("tip", .optional(look.tip)),
      JSON.Member("difference", .optional(look.difference?.rawValue)),
      JSON.Member("more", .integer(look.more)), JSON.Member("lacks", .integer(look.lacks)),
      JSON.Member("other_bytes", .strings(look.differing)),
      JSON.Member("unredacted", .strings(look.unredacted)),
      JSON.Member("fault", .optional(look.fault)),
    ])
  }
}
