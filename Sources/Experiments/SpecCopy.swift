/// The copy of its spec that a project keeps with a result: it shows which promises the run was
/// made for, as long as it is the spec.
enum SpecCopy {
  /// What findings call it.
  static let name = "spec-copy"

  /// Where the copy differs from the spec; nil where it does not, or one of them is not there.
  static func check(_ copy: [UInt8]?, against spec: [UInt8]?) -> ResultFinding? {
    guard let copy, let spec, copy != spec else { return nil }
    var line = 1
    for (a, b) in zip(copy, spec) {
      if a != b { break }
      if a == UInt8(ascii: "\n") { line += 1 }
    }
    return ResultFinding(
      name, .error, in: "spec.md", line: line,
      "it is not the spec that the result is checked against",
      remedy: "one of them was changed: find in history which the run followed, and restore it")
  }
}
