import Documents
import Research

/// Reads the fenced YAML block below `### Compute Profile`.
enum ComputeProfileReader {
  static let keys = [
    "compute_type", "estimated_rows", "model_type", "sequential_fits", "parallelizable",
    "memory_gb", "gpu_type", "estimated_wall_hours",
  ]

  static func profile(
    in blocks: [MarkdownBlock], _ faults: inout [SpecFault]
  ) -> ComputeProfile? {
    var isBelow = false
    for block in blocks {
      if case .heading = block.kind {
        isBelow = block.text.lowercased().hasPrefix("compute profile")
      } else if isBelow, case .code = block.kind {
        return profile(in: block, &faults)
      }
    }
    return nil
  }

  private static func profile(
    in block: MarkdownBlock, _ faults: inout [SpecFault]
  ) -> ComputeProfile {
    var profile = ComputeProfile(at: Spec.Place(line: block.line))
    let document: Document
    do {
      document = try Document.parse(Array("---\n\(block.literal)\n---\n".utf8))
    } catch {
      faults.append(
        SpecFault(
          .computeProfile, at: Spec.Place(line: block.line + error.line - 1, column: error.column),
          "this block cannot be read: \(error.message)",
          remedy: "write one `key: value` a line, such as `compute_type: cpu`"))
      return profile
    }
    func text(_ key: String) -> String? { document[key]?.text.flatMap { $0.isEmpty ? nil : $0 } }
    func number(_ key: String) -> Double? {
      guard let text = text(key) else { return nil }
      var scanner = WordScanner(text)
      let number = scanner.number()
      if scanner.isAtEnd, let number, number.isFinite, number >= 0 { return number }
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place, "`\(key)` is \"\(shortened(text))\"",
          remedy: "write a number that is not negative"))
      return nil
    }
    profile.computeType = text("compute_type")
    profile.estimatedRows = number("estimated_rows")
    profile.modelType = text("model_type")
    profile.sequentialFits = number("sequential_fits")
    profile.isParallelizable = document["parallelizable"]?.boolean
    profile.memoryGB = number("memory_gb")
    profile.gpuType = text("gpu_type")
    profile.estimatedWallHours = number("estimated_wall_hours")
    let missing = keys.filter { document[$0] == nil }
    if !missing.isEmpty {
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place,
          "the compute profile lacks \(missing.joined(separator: ", "))",
          remedy: "write each as `key: value`"))
    }
    return profile
  }
}
