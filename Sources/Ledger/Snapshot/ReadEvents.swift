import Git
import Research

/// Events that were read a moment ago: a write asks for several of them again, and so does the view
/// that is brought in step after it.
///
/// Kept is what comes first; whoever reads thousands reads each once.
final class ReadEvents {
  /// An event is what its bytes say in its place.
  private struct Key: Hashable {
    let blob: ObjectID
    let path: String
  }

  private static let most = 64
  private var events: [Key: Event] = [:]

  func event(_ blob: ObjectID, at path: String) -> Event? { events[Key(blob: blob, path: path)] }

  func keep(_ event: Event, _ blob: ObjectID, at path: String) {
    if events.count < Self.most { events[Key(blob: blob, path: path)] = event }
  }
}
