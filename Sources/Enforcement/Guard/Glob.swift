import Platform

/// What patterns and folders stand for on the disk, within bounds.
enum Glob {
  /// Entries beyond these are not looked at.
  static let most = 20_000

  static func isThere(_ path: String) -> Bool { ((try? FileSystem.status(path)) ?? nil) != nil }

  static func isFolder(_ path: String) -> Bool {
    ((try? FileSystem.status(path, following: true)) ?? nil)?.kind == .directory
  }

  /// The paths that a pattern without unknown parts fits, a folder at a time.
  static func paths(_ pattern: Reading) -> [String] {
    var found = [pattern.units.first == .byte(Reading.slash) ? "/" : ""]
    var budget = most
    for part in pattern.parts {
      let part = Reading(Array(part))
      var next: [String] = []
      for folder in found {
        guard part.isPattern else {
          if let name = part.text { next.append(Path.join(folder, name)) }
          continue
        }
        for name in (try? FileSystem.entries(folder.isEmpty ? "." : folder)) ?? [] {
          budget -= 1
          if budget < 0 { return next }
          // A leading dot is not meant by a pattern.
          if name.hasPrefix("."), part.units.first != .byte(UInt8(ascii: ".")) { continue }
          if part.fits(name) { next.append(Path.join(folder, name)) }
        }
      }
      found = next
    }
    return found.filter(isThere)
  }

  /// The files below a folder, as paths from it; links count as files, git directories not at all.
  static func files(below folder: String, most: Int = Glob.most) -> [String] {
    var found: [String] = []
    var budget = most
    var waiting = [""]
    while let relative = waiting.popLast(), budget > 0 {
      let path = relative.isEmpty ? folder : Path.join(folder, relative)
      for name in (try? FileSystem.entries(path)) ?? [] where name != ".git" {
        budget -= 1
        if budget < 0 { break }
        let own = relative.isEmpty ? name : relative + "/" + name
        switch ((try? FileSystem.status(Path.join(folder, own))) ?? nil)?.kind {
        case .directory: waiting.append(own)
        case .none: break
        default: found.append(own)
        }
      }
    }
    return found
  }

  /// A path without links in its folders; of what is not there yet, the folders that are. The last
  /// name is looked through only where `following`.
  static func resolved(_ path: String, following: Bool) -> String {
    let path = Path.normalize(path)
    if following, let whole = try? FileSystem.resolve(path) { return whole }
    var rest = [Path.last(path)]
    var folder = Path.parent(path)
    if following, let status = (try? FileSystem.status(path)) ?? nil, status.kind == .symbolicLink,
      let link = try? FileSystem.readLink(path)
    {
      // A link to what is not there yet: writing makes it there.
      let target = Path.absolute(link, in: folder)
      return resolved(target, following: false)
    }
    while folder != "/", folder != "." {
      if let known = try? FileSystem.resolve(folder) {
        return ([known == "/" ? "" : known] + rest.reversed()).joined(separator: "/")
      }
      rest.append(Path.last(folder))
      folder = Path.parent(folder)
    }
    return "/" + rest.reversed().joined(separator: "/")
  }
}
