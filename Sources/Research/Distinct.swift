/// Elements in the order in which they came, each once. Adding and removing do not depend on how
/// many there are, so that no history of a thread takes long to fold.
struct Distinct<Element: Hashable> {
  private var places: [Element: Int] = [:]
  private var slots: [Element?] = []

  var elements: [Element] { slots.compactMap { $0 } }

  mutating func add(_ more: [Element]) {
    for element in more where places[element] == nil {
      places[element] = slots.count
      slots.append(element)
    }
  }

  mutating func remove(_ gone: [Element]) {
    for element in gone {
      if let place = places.removeValue(forKey: element) { slots[place] = nil }
    }
  }
}

/// The elements in their first order, each once.
func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
  var distinct = Distinct<Element>()
  distinct.add(elements)
  return distinct.elements
}
