/// A moment in UTC, to the second, as events write it.
///
/// Two spellings: `2026-11-21T05:33:12Z` in front matter, `20261121T053312Z` in file names.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int64

  /// The years that can be written with four digits.
  private static let range: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The moment so many seconds after 1970 began; out of the years 1 to 9999 it is clamped.
  public init(seconds: Int64) {
    self.seconds = min(max(seconds, Self.range.lowerBound), Self.range.upperBound)
  }

  /// Reads `2026-11-21T05:33:12Z`, or with an offset such as `+01:00`, or the compact form.
  ///
  /// Fractions of a second are dropped. Nil when it is no such moment.
  public init?(_ text: some StringProtocol) {
    if text.utf8.count == 20, let plain = Timestamp(plain: Array(text.utf8)[...]) {
      self = plain
      return
    }
    var rest = Substring(text)
    func take(_ count: Int) -> Int64? {
      let head = rest.prefix(count)
      guard head.utf8.count == count, head.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
        return nil
      }
      rest = rest.dropFirst(count)
      return Int64(head)
    }
    func skip(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
    guard let year = take(4) else { return nil }
    let dashed = skip("-")
    guard let month = take(2), !dashed || skip("-"), let day = take(2) else { return nil }
    guard skip("T") || skip("t") || skip(" "), let hour = take(2) else { return nil }
    guard skip(":") == dashed, let minute = take(2), skip(":") == dashed, let second = take(2)
    else { return nil }
    if skip(".") {
      guard rest.first.map({ $0.isASCII && $0.isNumber }) == true else { return nil }
      rest = rest.drop { $0.isASCII && $0.isNumber }
    }
    var offset: Int64 = 0
    if skip("Z") || skip("z") {
      offset = 0
    } else {
      let sign: Int64 = rest.first == "-" ? -1 : 1
      guard skip("+") || skip("-"), let hours = take(2) else { return nil }
      _ = skip(":")
      guard let minutes = take(2), hours < 24, minutes < 60 else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    }
    // A leap second is told as the second before it.
    guard rest.isEmpty, second <= 60,
      let local = Timestamp(
        year: year, month: month, day: day, hour: hour, minute: minute, second: min(second, 59)),
      Self.range.contains(local.seconds - offset)
    else { return nil }
    self.init(seconds: local.seconds - offset)
  }

  /// Reads one of the two spellings that rtrack writes, which is what nearly every listing reads.
  init?(plain bytes: ArraySlice<UInt8>) {
    let isDashed = bytes.count == 20
    guard isDashed || bytes.count == 16 else { return nil }
    let start = bytes.startIndex
    func number(_ from: Int, _ count: Int) -> Int64? {
      var value: Int64 = 0
      for byte in bytes[(start + from)..<(start + from + count)] {
        guard byte >= 48, byte <= 57 else { return nil }
        value = value * 10 + Int64(byte - 48)
      }
      return value
    }
    let marks: [(Int, UInt8)] =
      isDashed ? [(4, 45), (7, 45), (10, 84), (13, 58), (16, 58), (19, 90)] : [(8, 84), (15, 90)]
    for (place, mark) in marks where bytes[start + place] != mark { return nil }
    let places = isDashed ? [5, 8, 11, 14, 17] : [4, 6, 9, 11, 13]
    guard let year = number(0, 4), let month = number(places[0], 2),
      let day = number(places[1], 2), let hour = number(places[2], 2),
      let minute = number(places[3], 2), let second = number(places[4], 2)
    else { return nil }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }

  /// A date of the Gregorian calendar and a time of day in UTC; nil when there is none such.
  init?(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, of: year), (0..<24).contains(hour),
      (0..<60).contains(minute), (0..<60).contains(second)
    else { return nil }
    self.init(
      seconds: Self.days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second)
  }

  /// Whether `a` is the earlier moment.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// The moment so many seconds later.
  public func adding(seconds more: Int64) -> Timestamp {
    let (sum, overflow) = seconds.addingReportingOverflow(more)
    return Timestamp(seconds: overflow ? (more > 0 ? .max : .min) : sum)
  }

  /// `20261121T053312Z`, as file names hold it.
  public var compact: String { written(dash: "", colon: "") }

  private func written(dash: String, colon: String) -> String {
    let day = Int64((Double(seconds) / 86400).rounded(.down))
    let (year, month, date) = Self.civil(day)
    let second = seconds - day * 86400
    return Self.pad(year, 4) + dash + Self.pad(month, 2) + dash + Self.pad(date, 2) + "T"
      + Self.pad(second / 3600, 2) + colon + Self.pad(second / 60 % 60, 2) + colon
      + Self.pad(second % 60, 2) + "Z"
  }

  private static func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 of a date of the proleptic Gregorian calendar (Hinnant's algorithm).
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }
}

extension Timestamp: CustomStringConvertible {
  /// `2026-11-21T05:33:12Z`.
  public var description: String { written(dash: "-", colon: ":") }

  /// How long ago this was, in the largest unit that fits: `3 h`, `2 d`; a moment ahead is `0 s`.
  public func age(at now: Timestamp) -> String {
    let passed = max(0, now.seconds - seconds)
    switch passed {
    case ..<120: return "\(passed) s"
    case ..<7200: return "\(passed / 60) min"
    case ..<172_800: return "\(passed / 3600) h"
    default: return "\(passed / 86400) d"
    }
  }
}
