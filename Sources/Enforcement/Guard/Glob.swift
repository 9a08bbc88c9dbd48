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
  /// What lies higher comes first, so that a folder of very many files does not hide the others.
  static func files(below folder: String, most: Int = Glob.most) -> [String] {
    var found: [String] = []
    var budget = most
    var folders = [""]
    var next = 0
    while next < folders.count, budget > 0 {
      let relative = folders[next]
      next += 1
      let path = relative.isEmpty ? folder : Path.join(folder, relative)
      for name in ((try? FileSystem.entries(path)) ?? []).prefix(most / 4) where name != ".git" {
        budget -= 1
        if budget < 0 { break }
        let own = relative.isEmpty ? name : relative + "/" + name
        switch ((try? FileSystem.status(Path.join(folder, own))) ?? nil)?.kind {
        case .directory: folders.append(own)
        case .none: break
        default: found.append(own)
        }
      }
    }
    return found
  }

  /// A path without links in its folders, as the system follows it; what is not there yet stays as
  /// it is. The last name is looked through only where `following`.
  static func resolved(_ path: String, following: Bool) -> String {
    var done = ""
    var waiting = Array(path.split(separator: "/").reversed())
    var links = 0
    while let part = waiting.popLast() {
      if part == "." { continue }
      if part == ".." {
        done = done.lastIndex(of: "/").map { String(done[..<$0]) } ?? ""
        continue
      }
      let next = done + "/" + part
      if links < 40, following || !waiting.isEmpty,
        ((try? FileSystem.status(next)) ?? nil)?.kind == .symbolicLink,
        let target = try? FileSystem.readLink(next)
      {
        links += 1
        if target.hasPrefix("/") { done = "" }
        waiting += target.split(separator: "/").reversed()
        continue
      }
      done = next
    }
    return done.isEmpty ? "/" : done
  }

  /// A path without `..`, which leads out of the folder that a link before it names.
  static func normalized(_ place: Reading) -> Reading {
    let parts = place.parts
    let up = Reading("..").units
    guard let last = parts.lastIndex(where: { $0.elementsEqual(up) }), last > 0,
      place.units.first == .byte(Reading.slash)
    else { return place.normalized }
    let head = Reading(Array(parts[...last].joined(separator: [.byte(Reading.slash)])))
    guard !head.isPattern, let text = head.text else { return place.normalized }
    let rest = parts[(last + 1)...].flatMap { [.byte(Reading.slash)] + $0 }
    return Reading(Reading(resolved("/" + text, following: true)).units + rest).normalized
  }
}
