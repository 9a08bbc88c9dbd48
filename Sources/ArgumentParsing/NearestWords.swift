/// The candidates that somebody who typed `word` may have meant: up to three, nearest first.
///
/// A candidate counts when `word` is the beginning of it, of two letters at least, or when few
/// letters were mistyped: one in three, never more than three.
func nearest(to word: String, among candidates: [String]) -> [String] {
  // Nobody means a name by a page of text, and the distance costs the product of the lengths.
  guard word.utf8.count <= 64 else { return [] }
  let typed = Array(word.lowercased().unicodeScalars)
  let letters = typed.drop { $0 == "-" }.count
  guard letters > 0 else { return [] }
  var ranked: [(distance: Int, candidate: String)] = []
  for candidate in candidates where candidate != word {
    let name = Array(candidate.lowercased().unicodeScalars)
    if letters >= 2 && name.starts(with: typed) {
      ranked.append((0, candidate))
      continue
    }
    let distance = editDistance(typed, name)
    if distance <= min(3, max(1, letters / 3)) && distance < letters {
      ranked.append((distance, candidate))
    }
  }
  // The sort is not stable: equals go by name, so that a message is always the same.
  ranked.sort { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
  guard let best = ranked.first?.distance else { return [] }
  return ranked.filter { $0.distance == best }.prefix(3).map(\.candidate)
}

/// How many letters must be changed, added, dropped or swapped with their neighbour.
func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for column in right.indices {
      var cost = min(
        last[column + 1] + 1, current[column] + 1,
        last[column] + (left[row] == right[column] ? 0 : 1))
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
