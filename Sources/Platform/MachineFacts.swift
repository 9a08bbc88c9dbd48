#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What this machine is, as far as it says so at once: nothing is started to find out.
public struct MachineFacts: Hashable, Sendable {
  /// The system's name for people, such as `Debian GNU/Linux 12 (bookworm)`.
  public let system: String
  /// The kernel with its version, such as `Linux 6.1.0-18-amd64`.
  public let kernel: String
  /// The processors' kind, such as `x86_64`.
  public let architecture: String
  /// The processor's model; nil where it does not say.
  public let processor: String?
  /// How many processors there are for a process.
  public let processors: Int
  /// Memory in bytes; less where a limit holds for this process.
  public let memory: Int64
  /// The models of graphics processors that a driver shows.
  public let graphics: [String]
  /// The driver of these with its version, as its kernel module says it.
  public let graphicsDriver: String?

  /// Whether there may be a graphics processor for computing, also one whose driver names no model.
  public var mayHaveGraphics: Bool {
    #if canImport(Darwin)
      return true
    #else
      if !graphics.isEmpty { return true }
      let devices = (try? FileSystem.entries("/dev")) ?? []
      return devices.contains { ["kfd", "dri", "dxg", "accel"].contains($0) }
        || devices.contains { $0.hasPrefix("nvidia") }
    #endif
  }

  /// Asks the system.
  public init() {
    var name = utsname()
    _ = unsafe uname(&name)
    func text(_ field: some Any) -> String {
      unsafe withUnsafeBytes(of: field) { bytes in
        unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
    }
    let kind = text(name.sysname)
    kernel = "\(kind) \(text(name.release))"
    architecture = text(name.machine)
    system = Self.releaseName ?? kind
    processor = processorModel()
    processors = Workers.processors
    memory = Self.availableMemory
    graphics = Self.graphicsModels
    graphicsDriver = Self.driverLine
  }

  /// `PRETTY_NAME` of os-release(5).
  private static var releaseName: String? {
    let bytes = (try? FileSystem.read("/etc/os-release", limit: 65_536)) ?? []
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("PRETTY_NAME=") {
      return String(line.dropFirst(12).filter { $0 != "\"" })
    }
    return nil
  }

  private static var availableMemory: Int64 {
    let all = Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    return min(all, MemoryGroup.own?.limit ?? all)
  }

  private static var driverLine: String? {
    let bytes = (try? FileSystem.read("/proc/driver/nvidia/version", limit: 65_536)) ?? []
    let line = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).first
    return line.map { String($0.prefix(200)) }
  }

  private static var graphicsModels: [String] {
    let folder = "/proc/driver/nvidia/gpus"
    return ((try? FileSystem.entries(folder)) ?? []).compactMap { name in
      let path = Path.join(folder, "\(name)/information")
      guard let bytes = try? FileSystem.read(path, limit: 65_536) else { return nil }
      let model = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .first { $0.hasPrefix("Model:") }
      return model.map { String($0.dropFirst(6).drop { $0 == " " || $0 == "\t" }) }
    }
  }
}
