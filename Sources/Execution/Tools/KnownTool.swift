/// A program whose version decides what is computed, and how it tells that. No other is ever
/// started for its version.
struct KnownTool: Hashable {
  /// What it is called in PATH.
  let name: String
  /// What it is asked with.
  let question: [String]
  /// What its answer's line holds; the first that is not blank where this is nil.
  let mark: String?

  private init(_ name: String, _ question: String = "--version", mark: String? = nil) {
    self.name = name
    self.question = [question]
    self.mark = mark
  }

  /// Each tool, by its name.
  static let all: [String: KnownTool] = {
    let usual = [
      "bash", "bazel", "cargo", "clang", "clang++", "cmake", "deno", "docker", "flang", "g++",
      "gcc", "gfortran", "git", "julia", "make", "meson", "mpiexec", "mpirun", "ninja", "node",
      "octave", "podman", "R", "Rscript", "ruby", "rustc", "sqlite3", "swift", "swiftc",
    ].map { KnownTool($0) }
    let own = [
      KnownTool("go", "version"), KnownTool("java", "-version"), KnownTool("javac", "-version"),
      KnownTool("lua", "-v"), KnownTool("nvcc", mark: "release"),
      KnownTool("perl", "-v", mark: "This is"), KnownTool("ghc", "--numeric-version"),
    ]
    return (usual + own).reduce(into: [:]) { $0[$1.name] = $1 }
  }()

  /// Programs that stand for others, and choose by folder or variable which they start: what one
  /// of them says in one place is not said of another.
  static let choosers: Set = [
    "juliaup", "julialauncher", "mise", "proto", "rustup", "swiftly", "volta-shim", "xcrun",
  ]

  /// The name of the tool that a program is: `gcc` of `/usr/bin/gcc`, and of `gcc-12` too.
  init?(program: String) {
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    if let known = Self.all[name] {
      self = known
      return
    }
    // Behind the last dash may be which one of several it is.
    guard let dash = name.lastIndex(of: "-"), let known = Self.all[String(name[..<dash])],
      name[name.index(after: dash)...].allSatisfy({ ($0.isASCII && $0.isNumber) || $0 == "." })
    else { return nil }
    self = known
  }

  /// The version in what it said: one line as it stands; nil where there is none.
  func version(in bytes: [UInt8]) -> String? {
    let lines = String(decoding: bytes.prefix(16_384), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    let line = lines.first { line in
      line.contains { !$0.isWhitespace } && mark.map { line.contains($0) } != false
    }
    let text = (line ?? "").unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
    let plain = String(String.UnicodeScalarView(text.prefix(200)))
    return plain.contains(where: \.isNumber) ? plain : nil
  }
}
