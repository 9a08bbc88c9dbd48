import Experiments
import Platform
import Research

/// A project in the protocol's layout, somewhere on the disk: `experiments/*.md` and `results/*`,
/// at its root or in one folder of it, such as `.kit`.
struct ProjectSource {
  private(set) var specs: [ProjectSpec] = []
  private(set) var results: [ProjectResult] = []
  /// What kept parts of it from being read.
  private(set) var faults: [ResultFinding] = []

  /// Nil where the folder holds no `results`, or is itself one result's.
  init?(at folder: String, named name: String, in context: Context) throws {
    let place = context.path(folder)
    guard try FileSystem.status(Path.join(place, "metrics.json")) == nil else { return nil }
    let root: (place: String, shown: String)
    if Path.last(place) == "results" {
      root = (Path.parent(place), Path.normalize(Path.join(name, "..")))
    } else if Self.isFolder(Path.join(place, "results")) {
      root = (place, name)
    } else if let inner = Self.root(within: place) {
      root = (Path.join(place, inner), Path.join(name, inner))
    } else {
      return nil
    }
    try readSpecs(Path.join(root.place, "experiments"), Path.join(root.shown, "experiments"))
    try readResults(Path.join(root.place, "results"), Path.join(root.shown, "results"))
  }

  private static func isFolder(_ path: String) -> Bool {
    (try? FileSystem.status(path))??.kind == .directory
  }

  /// The one folder below that holds both experiments and results.
  private static func root(within place: String) -> String? {
    let roots = ((try? FileSystem.entries(place)) ?? []).filter { name in
      ["experiments", "results"].allSatisfy { isFolder(Path.join(place, name + "/" + $0)) }
    }
    return roots.count == 1 ? roots[0] : nil
  }

  private mutating func readResults(_ folder: String, _ shown: String) throws {
    for name in try FileSystem.entries(folder).sorted() {
      let place = Path.join(folder, name)
      guard Self.isFolder(place) else { continue }
      let path = Path.join(shown, name)
      results.append(
        ProjectResult(id: name, path: path, files: try ResultFiles(of: path, at: place)))
    }
  }

  /// Surveys promise nothing, so they are no specs.
  private mutating func readSpecs(_ folder: String, _ shown: String) throws {
    guard Self.isFolder(folder) else { return }
    for name in try FileSystem.entries(folder).sorted() {
      guard name.hasSuffix(".md"), !name.hasPrefix("survey-"), !name.hasPrefix(".") else {
        continue
      }
      let path = Path.join(shown, name)
      do {
        let bytes = try FileSystem.readPlain(
          Path.join(folder, name), limit: SpecReader.limit + 1)
        let spec = try SpecReader.read(bytes).spec
        specs.append(
          ProjectSpec(id: String(name.dropLast(3)), path: path, spec: spec, bytes: bytes))
      } catch let error as SystemError {
        faults.append(
          ResultFinding(
            "readable", .error, in: path, "it cannot be read: \(error.reason)",
            remedy: "put a plain file in its place"))
      } catch let error as SpecFault {
        faults.append(
          ResultFinding(
            "readable", .error, in: path, line: error.place.line, column: error.place.column,
            error.message, remedy: error.remedy))
      }
    }
  }
}
