/// Tells whether a key of a map is new: by comparison in a small map, by a set in a large one.
///
/// Keys are compared as text, so that two spellings of the same characters are one key.
struct DistinctKeys {
  private var set: Set<String> = []
  private static let few = 12

  /// Whether the key is new beside the members read so far; called once for each member, in order.
  mutating func insert<Member>(
    _ key: String, besides members: [Member], _ name: (Member) -> String
  ) -> Bool {
    if members.count < Self.few { return !members.contains { name($0) == key } }
    if members.count == Self.few { set = Set(members.map(name)) }
    return set.insert(key).inserted
  }
}

/// A piece of hostile text as a message may show it: in quotes, short, on one line.
func quoted(_ text: String) -> String {
  let shown = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60)))
  var quoted = JSON.string(shown).serialized(pretty: false)
  if shown.utf8.count < text.utf8.count { quoted += "…" }
  return quoted
}
