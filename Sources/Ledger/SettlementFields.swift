import Documents
import Research

/// What a settlement says, as keys of front matter: of each opening event the number that what it
/// opened is called by now.
///
/// ```
/// numbers:
///   20261119T201512Z-c40-athena-opened-p2m7xa: issue 194 is now issue 205
/// mentions:
///   20261119T201512Z-c40-athena-opened-p2m7xa: [issues/0/7/20261120T…-comment-k3f9q2.md]
/// ```
enum SettlementFields {
  private static let words = " is now "

  static func fields(of settlements: [Settlement]) -> [Field] {
    let lines = settlements.map {
      Field($0.opening.description, .text("\($0.place)\(words)\($0.number)"))
    }
    let mentions = settlements.filter { !$0.mentions.isEmpty }.map {
      Field($0.opening.description, .list($0.mentions.map { .text($0) }))
    }
    return [Field("numbers", .map(lines))]
      + (mentions.isEmpty ? [] : [Field("mentions", .map(mentions))])
  }

  static func settlements(_ reader: inout FieldReader) throws(EventFault) -> [Settlement] {
    var settlements: [Settlement] = []
    var mentions: [String: [String]] = [:]
    for field in try reader.map("mentions") {
      guard let list = field.value.strings else {
        throw reader.fault("mentions", "not openings with a list of files each")
      }
      mentions[field.key] = list
    }
    for field in try reader.map("numbers") {
      guard let opening = EventName(field.key), let text = field.value.text,
        let place = text.firstRange(of: words), let old = NumberedPlace(text[..<place.lowerBound]),
        let number = CallNumber(text[place.upperBound...])
      else {
        throw reader.fault(
          "numbers", "not openings with a line such as `issue 194 is now issue 205` each")
      }
      settlements.append(
        Settlement(
          opening: opening, place: old, number: number,
          mentions: mentions[field.key] ?? []))
    }
    return settlements
  }
}
