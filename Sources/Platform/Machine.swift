#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// This machine, and this process on it.
public enum Machine {
  /// The machine's name for itself; "localhost" when it has none.
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 257)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? "localhost" : String(decoding: bytes, as: UTF8.self)
  }

  /// The number of the user whose rights count.
  public static var userID: UInt32 { geteuid() }

  /// Ends the process at once with this status.
  public static func exit(_ status: Int32) -> Never {
    #if canImport(Glibc)
      Glibc.exit(status)
    #else
      Darwin.exit(status)
    #endif
  }

  /// Has faults of the program itself, which would end it by a signal, end it with status 0.
  public static func succeedOnFaults() {
    for fault in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
      signal(fault) { _ in _exit(0) }
    }
  }

  /// Whether this program came without a loader: no library it needs can go missing or change.
  public static var isSelfContained: Bool { !hasLoader() }

  /// The number of this process.
  public static var processID: Int32 { getpid() }

  /// The environment; of a name that is there twice the first counts, as for getenv.
  public static var environment: [String: String] {
    var variables: [String: String] = [:]
    guard var next = unsafe environmentPointer() else { return variables }
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        let name = String(text[..<sign])
        if variables[name] == nil { variables[name] = String(text[sign...].utf8.dropFirst()) }
      }
      unsafe next = unsafe next.advanced(by: 1)
    }
    return variables
  }

  /// The folder that relative paths start from.
  public static var currentDirectory: String {
    get throws(SystemError) {
      guard let path = unsafe getcwd(nil, 0) else {
        throw SystemError("getcwd", nil, code: errno)
      }
      defer { unsafe free(path) }
      return unsafe String(cString: path)
    }
  }

  /// One variable of the environment, without copying the others.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
