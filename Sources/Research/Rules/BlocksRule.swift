/// Issues may not block each other in a ring.
public enum BlocksRule {
  /// - Parameter blocks: what each issue blocks today.
  /// - Throws: ``Refusal`` naming the ring that `first` blocking `second` would close.
  public static func check(
    _ first: IssueNumber, blocks second: IssueNumber, given blocks: [IssueNumber: [IssueNumber]]
  ) throws(Refusal) {
    var comesFrom: [IssueNumber: IssueNumber] = [:]
    var open = [second]
    while let next = open.popLast() {
      if next == first {
        var ring = [first]
        var step = first
        while step != second, let previous = comesFrom[step] {
          ring.append(previous)
          step = previous
        }
        let text = ([first] + ring.reversed()).map(\.description).joined(separator: " → ")
        throw Refusal(
          rule: "blocks", reason: "\(first) blocking \(second) would close a ring: \(text)",
          hint: "take one of these relations back with `rtrack issue link --remove`")
      }
      for blocked in blocks[next] ?? [] where comesFrom[blocked] == nil {
        comesFrom[blocked] = next
        open.append(blocked)
      }
    }
  }
}
