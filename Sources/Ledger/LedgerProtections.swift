public import Research

extension Protections {
  /// The ledger's own folders, wherever a branch holds them.
  public static let ofLedger = [
    Protection(pattern: Layout.root, content: .files),
    Protection(pattern: "\(Layout.root)/experiments", content: .specs),
    Protection(pattern: "\(Layout.root)/results", content: .results),
  ]

  /// What holds on every branch: the ledger's own folder, and what the policy protects.
  public init(of policy: Policy) { self.init(Self.ofLedger + policy.protections) }
}
