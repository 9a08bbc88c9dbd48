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
        // What blocks `first` today is the end of the chain; an issue itself, when there is none.
        let last = ring.count > 1 ? ring[1] : first
        throw Refusal(
          rule: "blocks", reason: "\(first) blocking \(second) would close a ring: \(text)",
          hint: first == second
            ? "an issue cannot wait for itself; name another"
            : "if \(last) does not block \(first) after all: "
              + "`rtrack issue link \(last) --blocks \(first) --remove`")
      }
      for blocked in blocks[next] ?? [] where comesFrom[blocked] == nil {
        comesFrom[blocked] = next
        open.append(blocked)
      }
    }
  }
}
