import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `/bin/sh` prints for a line, standard error with it, and its exit status (-1 when it could
/// not be started).
func shell(_ line: String) -> (output: String, status: Int32) {
  guard let stream = unsafe popen("{ \(line)\n} 2>&1", "r") else { return ("", -1) }
  var bytes: [UInt8] = []
  while true {
    let byte = unsafe getc(stream)
    guard byte != EOF else { break }
    bytes.append(UInt8(truncatingIfNeeded: byte))
  }
  let status = unsafe pclose(stream)
  return (String(decoding: bytes, as: UTF8.self), (status >> 8) & 0xFF)
}

/// Whether a program is there to be run.
func isInstalled(_ program: String) -> Bool {
  shell("command -v \(program) >/dev/null").status == 0
}

/// Calls `body` with a new folder that holds these files, and removes it.
func withFiles(_ files: [String: String], _ body: (String) -> Void) {
  let folder = shell("mktemp -d").output.split(separator: "\n").first.map(String.init) ?? ""
  guard folder.hasPrefix("/") else {
    Issue.record("no folder for files")
    return
  }
  for (name, text) in files {
    // Closed in the children of other tests, or the system refuses to run the file.
    guard let file = unsafe fopen("\(folder)/\(name)", "we") else {
      Issue.record("cannot write \(name)")
      continue
    }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }
  body(folder)
  _ = shell("rm -rf '\(folder)'")
}
