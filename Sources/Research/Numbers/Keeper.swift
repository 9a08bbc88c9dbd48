/// The openings under one number, each once: the one that keeps the number first.
///
/// Two clones can open the same number before they meet. The number stays with the opening that
/// comes first causally, then by the lowest name.
func keeperFirst(_ openings: [Event]) -> [Event] {
  if openings.count < 2 { return openings }
  let known = Set(openings.map(\.name))
  var seen: Set<EventName> = []
  return openings.filter { seen.insert($0.name).inserted }
    .map { event in
      let isAfterAnother = event.after.contains { $0 != event.name && known.contains($0) }
      return (event: event, rank: isAfterAnother ? 1 : 0, name: event.name.description)
    }
    .sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
    .map(\.event)
}
