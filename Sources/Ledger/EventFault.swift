import Documents

/// What is wrong with a file that should hold an event, and where.
public struct EventFault: Error, Hashable, Sendable {
  /// From the repository's root, or as the caller named it.
  public let path: String
  /// From 1; nil where the whole file is meant.
  public let line: Int?
  /// From 1; nil where the whole line is meant.
  public let column: Int?
  /// What is wrong, and what was expected.
  public let message: String

  /// A fault at a place.
  public init(path: String, line: Int? = nil, column: Int? = nil, message: String) {
    self.path = path
    self.line = line
    self.column = column
    self.message = message
  }

  init(_ fault: Fault, path: String) {
    self.init(path: path, line: fault.line, column: fault.column, message: fault.message)
  }

  /// `path:line:column: message`.
  public var text: String {
    var place = path
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(message)"
  }
}
