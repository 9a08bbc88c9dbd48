import Git
import Ledger
import Platform

extension Context {
  /// A path of a call from the work tree's top, also of what is not there yet; none leads out of
  /// it, or into git's own.
  func inside(_ given: String, _ ledger: Ledger) throws -> (place: String, name: String) {
    let top = ledger.repository.workTree ?? "/"
    var place = path(given)
    var rest = ""
    // Links count as far as there is anything.
    while (try? FileSystem.status(place)) == nil, Path.parent(place) != place {
      rest = rest.isEmpty ? Path.last(place) : Path.join(Path.last(place), rest)
      place = Path.parent(place)
    }
    let real = Path.join((try? FileSystem.resolve(place)) ?? place, rest)
    guard let name = Path.relative(real, to: (try? FileSystem.resolve(top)) ?? top),
      name != ".git", !name.hasPrefix(".git/")
    else {
      throw LedgerError(
        .invalid, "\(given) lies outside of the work tree", hint: "name a folder below \(top)")
    }
    return (real, name)
  }
}
