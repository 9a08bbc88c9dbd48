/// What one call does that costs the same on every machine, read from what strace wrote of it and
/// of all that it started.
struct Counts {
  /// Different objects of the repository that were read, where none is packed.
  let objects: Int
  /// Files that were opened to be written, whether something was written or not.
  let written: Int
  /// Programs that were started, the call itself among them.
  let programs: Int

  /// Calls that strace is to write down.
  static let watching = ["-f", "-qq", "-e", "trace=execve,openat,?open,?creat"]

  init(_ trace: String) {
    var objects: Set<Substring> = []
    var written = 0
    var programs = 0
    for line in trace.split(separator: "\n") {
      // What failed, as looking for a program along PATH does, read and wrote nothing.
      guard let answer = line.ranges(of: ") = ").last?.upperBound,
        line[answer...].first?.isNumber == true
      else { continue }
      if line.contains("execve(") {
        programs += 1
      } else if ["O_WRONLY", "O_RDWR", "O_CREAT", "creat("].contains(where: line.contains) {
        if !line.contains("\"/dev/") { written += 1 }
      } else if let object = Self.object(in: line) {
        objects.insert(object)
      }
    }
    self.objects = objects.count
    self.written = written
    self.programs = programs
  }

  /// The name of a loose object, `ab/cdef…`, that a line opens.
  private static func object(in line: Substring) -> Substring? {
    guard let start = line.firstRange(of: "/objects/")?.upperBound else { return nil }
    let name = line[start...].prefix { $0.isHexDigit || $0 == "/" }
    return name.count == 41 ? name : nil
  }
}
