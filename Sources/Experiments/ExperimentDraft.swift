/// What a new spec starts from.
public enum ExperimentDraft {
  /// The template, with the experiment's name in its title; every gap is marked `TODO:`.
  public static func text(named name: String) -> String {
    guard let place = template.firstRange(of: "@NAME@") else { return template }
    return template[..<place.lowerBound] + name + template[place.upperBound...]
  }

  private static let template = String(decoding: PackageResources.experiment_md, as: UTF8.self)
}
