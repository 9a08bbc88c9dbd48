/// One page of a listing.
public struct Page<Element> {
  /// What is on this page.
  public let elements: [Element]
  /// How many there are on all pages together.
  public let total: Int
  /// From 1.
  public let number: Int
  /// How many are on a full page.
  public let size: Int

  /// The page of that number; empty when there are not so many.
  ///
  /// - Parameters:
  ///   - number: from 1; what is less counts as 1.
  ///   - size: how many are on a page; what is less than 1 counts as 1.
  public init(_ number: Int, of all: [Element], size: Int) {
    self.number = max(1, number)
    self.size = max(1, size)
    total = all.count
    let (start, overflow) = (self.number - 1).multipliedReportingOverflow(by: self.size)
    elements = overflow ? [] : Array(all.dropFirst(start).prefix(self.size))
  }

  /// How many pages there are; one at least.
  public var count: Int { max(1, (total - 1) / size + 1) }

  /// What a query found already: some of so many.
  init(elements: [Element], total: Int, number: Int, size: Int) {
    self.elements = elements
    self.total = total
    self.number = number
    self.size = size
  }
}
