import Platform

/// Runs `body` in a folder of its own, removed afterwards.
func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
  let folder = try FileSystem.temporaryDirectory(prefix: "platform-tests-")
  defer { try? FileSystem.removeTree(folder) }
  return try body(folder)
}
