import ArgumentParsing

/// Jobs of rtrack as hosts describe theirs.
enum CITemplate: String, CaseIterable, ExpressibleByArgument {
  case github, gitlab

  /// The file that runs `rtrack verify` for every push.
  var text: String {
    let bytes =
      switch self {
      case .github: PackageResources.github_verify_yml
      case .gitlab: PackageResources.gitlab_verify_yml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The file that runs an experiment's command, on demand.
  var experiment: String {
    let bytes =
      switch self {
      case .github: PackageResources.github_experiment_yml
      case .gitlab: PackageResources.gitlab_experiment_yml
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
