/// A word or a path as far as it can be known before it is run.
struct Reading: Hashable {
  enum Unit: Hashable {
    case byte(UInt8)
    /// `*`: anything within a name.
    case star
    /// `?` and `[…]`: one byte.
    case one
    /// Anything that is there, at any depth: what `find` finds.
    case there
    /// What cannot be known: anything, `/` too.
    case unknown
  }

  var units: [Unit] = []

  init(_ units: [Unit] = []) { self.units = units }

  init(_ text: some StringProtocol) { units = text.utf8.map { .byte($0) } }

  /// Nothing is known of it.
  static let unknown = Reading([.unknown])

  /// The text, where all of it is known. A pattern that nothing fits stands for itself.
  var text: String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(units.count)
    for unit in units {
      switch unit {
      case .byte(let byte): bytes.append(byte)
      case .star: bytes.append(UInt8(ascii: "*"))
      case .one: bytes.append(UInt8(ascii: "?"))
      case .there, .unknown: return nil
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As a message shows it.
  var shown: String {
    var bytes: [UInt8] = []
    for unit in units.prefix(200) {
      switch unit {
      case .byte(let byte): bytes.append(byte)
      case .star: bytes.append(UInt8(ascii: "*"))
      case .one: bytes.append(UInt8(ascii: "?"))
      case .there, .unknown: bytes += Array("…".utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  var isPattern: Bool { units.contains { $0 == .star || $0 == .one } }
  var hasUnknown: Bool { units.contains { $0 == .unknown || $0 == .there } }

  func hasPrefix(_ text: String) -> Bool { units.starts(with: text.utf8.map { .byte($0) }) }

  func dropping(_ count: Int) -> Reading { Reading(Array(units.dropFirst(count))) }

  /// Below a folder; an absolute path stays as it is.
  func within(_ folder: Reading) -> Reading {
    // On Linux another name for the folder that a process stands in.
    if hasPrefix("/proc/self/cwd/") { return dropping(15).within(folder) }
    if units.first == .byte(Self.slash) || folder.units.isEmpty { return self }
    var joined = folder.units
    if joined.last != .byte(Self.slash) { joined.append(.byte(Self.slash)) }
    return Reading(joined + units)
  }

  static let slash = UInt8(ascii: "/")

  /// The parts between slashes; an unknown piece may hold slashes of its own.
  var parts: [ArraySlice<Unit>] {
    units.split(separator: .byte(Self.slash), omittingEmptySubsequences: true)
  }

  /// Without `.` and `//`, and without `..` behind a name that is known.
  var normalized: Reading {
    var kept: [ArraySlice<Unit>] = []
    for part in parts {
      if part.elementsEqual([.byte(UInt8(ascii: "."))]) { continue }
      let isUp = part.elementsEqual([.byte(UInt8(ascii: ".")), .byte(UInt8(ascii: "."))])
      if isUp, let last = kept.last, !Reading(Array(last)).hasUnknown, !last.contains(.star) {
        kept.removeLast()
      } else {
        kept.append(part)
      }
    }
    let start: [Unit] = units.first == .byte(Self.slash) ? [.byte(Self.slash)] : []
    return Reading(start + kept.joined(separator: [.byte(Self.slash)]))
  }

  /// The folders in front that are wholly known, as text; "/" or "" where the first is not.
  var knownFolder: String {
    var folder = units.first == .byte(Self.slash) ? "/" : ""
    for part in parts.dropLast() {
      guard let text = Reading(Array(part)).text, !Reading(Array(part)).isPattern else { break }
      folder += text + "/"
    }
    return folder
  }

  /// Whether a text can be what this stands for. Backtracks to the last wild unit of each kind
  /// only, so that no pattern takes long.
  func fits(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    var p = 0
    var n = 0
    var star: (p: Int, n: Int)?
    var wild: (p: Int, n: Int)?
    while true {
      if p == units.count, n == bytes.count { return true }
      if p < units.count {
        switch units[p] {
        case .there, .unknown:
          wild = (p, n)
          star = nil
          p += 1
          continue
        case .star:
          star = (p, n)
          p += 1
          continue
        case .one where n < bytes.count && bytes[n] != Self.slash:
          p += 1
          n += 1
          continue
        case .byte(let byte) where n < bytes.count && bytes[n] == byte:
          p += 1
          n += 1
          continue
        default: break
        }
      }
      if let last = star, last.n < bytes.count, bytes[last.n] != Self.slash {
        star = (last.p, last.n + 1)
        p = last.p + 1
        n = last.n + 1
      } else if let last = wild, last.n < bytes.count {
        wild = (last.p, last.n + 1)
        star = nil
        p = last.p + 1
        n = last.n + 1
      } else {
        return false
      }
    }
  }
}
