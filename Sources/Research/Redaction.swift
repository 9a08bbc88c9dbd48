/// What must go, such as a leaked key or a person's data.
public struct Redaction: Hashable, Sendable {
  /// One entry that must go.
  public struct Item: Hashable, Sendable {
    /// From the repository's root.
    public var path: String
    /// The blob that must go, in hexadecimal.
    public var blob: String
    /// The blob that stands in its place, where a thread cannot be without the event.
    public var stub: String?

    /// An entry that goes, or becomes a stub.
    public init(path: String, blob: String, stub: String? = nil) {
      self.path = path
      self.blob = blob
      self.stub = stub
    }
  }

  /// What must go.
  public var items: [Item]
  /// The ledger's tip that still held it, where its line was written anew.
  public var oldTip: String?
  /// The tip of the new line, below the event itself.
  public var newTip: String?

  /// A redaction of these.
  public init(_ items: [Item], oldTip: String? = nil, newTip: String? = nil) {
    self.items = items
    self.oldTip = oldTip
    self.newTip = newTip
  }
}
