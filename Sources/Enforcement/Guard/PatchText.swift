import Platform

/// Patches, and other files that a command reads.
extension ShellRun {
  /// The text of a file that a command reads, as far as it is there.
  func text(ofFile file: Reading, limit: Int = 4 << 20) -> Reading {
    if let known = feeds[file.text ?? ""] { return known }
    guard let path = file.within(state.directory).text,
      ((try? FileSystem.status(path, following: true)) ?? nil)?.kind == .file,
      let bytes = try? FileSystem.read(path, limit: limit)
    else { return .unknown }
    return Reading(String(decoding: bytes, as: UTF8.self))
  }

  /// Notes the files that patches change, as their headers name them.
  func notePatch(_ texts: [Reading], strip: Int, by name: String) {
    for text in texts {
      guard let text = text.text else { continue }
      for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
        if line.hasPrefix("diff --git ") {
          // The header names both sides; a change of mode, or of bytes, has nothing more.
          for path in line.split(separator: " ").dropFirst(2) {
            let path = path.split(separator: "/").dropFirst(max(strip, 1)).joined(separator: "/")
            if !path.isEmpty { note(.write, Reading(path), by: name, follows: true) }
          }
          continue
        }
        let marks = ["--- ", "+++ ", "rename from ", "rename to ", "copy to "]
        guard let mark = marks.first(where: { line.hasPrefix($0) }) else { continue }
        let path = line.dropFirst(mark.count).prefix { $0 != "\t" && $0 != "\r" }
        if path == "/dev/null" { continue }
        let parts = path.split(separator: "/")
        let kept = mark.hasPrefix("r") || mark.hasPrefix("c") ? parts[...] : parts.dropFirst(strip)
        if kept.isEmpty { continue }
        note(.write, Reading(kept.joined(separator: "/")), by: name, follows: true)
      }
    }
  }
}
