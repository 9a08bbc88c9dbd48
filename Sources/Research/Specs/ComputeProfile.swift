/// What machine an experiment needs, as the fenced block of its spec says. What it does not say is
/// nil.
public struct ComputeProfile: Hashable, Sendable {
  /// `cpu` or `gpu`.
  public var computeType: String?
  /// How many rows of data.
  public var estimatedRows: Double?
  /// Such as `xgboost`, `pytorch` or `other`.
  public var modelType: String?
  /// How many fits run one after another.
  public var sequentialFits: Double?
  /// Whether they could run at once.
  public var isParallelizable: Bool?
  /// Memory, in GB.
  public var memoryGB: Double?
  /// `none`, `any`, or a model's name such as `A100`.
  public var gpuType: String?
  /// How long it is expected to take.
  public var estimatedWallHours: Double?
  /// Where its block begins.
  public var place: Spec.Place

  /// A profile that says nothing yet.
  public init(at place: Spec.Place = Spec.Place(line: 1)) { self.place = place }

  /// The graphics processor that it names, which may be `any`; nil where it names none.
  public var graphicsModel: String? {
    gpuType.flatMap { ["none", ""].contains($0.lowercased()) ? nil : $0 }
  }

  /// Whether it asks for a graphics processor.
  public var wantsGraphics: Bool { graphicsModel != nil || computeType?.lowercased() == "gpu" }

  /// How long a run may take where nobody gives a limit: twice the estimate, at least 900 seconds.
  public var defaultSeconds: Double { max(900, 2 * 3600 * (estimatedWallHours ?? 0)) }
}
