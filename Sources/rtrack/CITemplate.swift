import ArgumentParsing

/// A job that runs `rtrack verify` for every push, as hosts describe theirs.
enum CITemplate: String, CaseIterable, ExpressibleByArgument {
  case github, gitlab

  /// The file's text.
  var text: String {
    let bytes =
      switch self {
      case .github: PackageResources.github_verify_yml
      case .gitlab: PackageResources.gitlab_verify_yml
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
