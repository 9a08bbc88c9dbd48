import Documents
import Research

/// The timestamp is in the protocol's form, which is UTC, or in RFC 3339's.
enum TimestampRule: ResultRule {
  static let name = "timestamp"

  static func check(_ subject: ResultSubject) -> [ResultFinding] {
    let key = Metrics.Key.timestamp.rawValue
    guard let said = subject.json[key]?.string else { return [] }
    let read = ResultTime.read(said)
    if read?.isInForm == true { return [] }
    let remedy = read.map { "write \"\($0.time.description.dropLast())\", in UTC" }
    return [
      subject.finding(
        name, .error, at: [.name(key)],
        "`timestamp` is \"\(short(said))\", "
          + (read == nil ? "which is no moment" : "which leaves its form or its zone open"),
        remedy: remedy ?? "write it as YYYY-MM-DDTHH:MM:SS in UTC, or with its zone by RFC 3339")
    ]
  }
}
