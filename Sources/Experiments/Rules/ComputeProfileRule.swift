import Research

/// What machine an experiment needs is said, and fits its budget.
enum ComputeProfileRule {
  static func faults(_ reading: SpecReading) -> [SpecFault] {
    guard let place = reading.spec.budget.place else { return [] }
    guard let profile = reading.spec.computeProfile else {
      return [
        SpecFault(
          .computeProfile, at: place, "there is no compute profile",
          remedy: "write `### Compute Profile` and a fenced block with `compute_type: cpu` "
            + "and its other keys")
      ]
    }
    var faults: [SpecFault] = []
    if let type = profile.computeType, type != "cpu", type != "gpu" {
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place, "`compute_type` is \"\(shortened(type))\"",
          remedy: "write cpu or gpu"))
    }
    if let gpu = profile.gpuType, !["none", "any", "A100", "H100"].contains(gpu) {
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place, "`gpu_type` is \"\(shortened(gpu))\"",
          remedy: "write none, any, A100 or H100"))
    }
    if profile.computeType == "gpu", profile.gpuType == "none" {
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place, "`compute_type` is gpu, and `gpu_type` none",
          remedy: "write `compute_type: cpu`, or which GPU"))
    }
    if let hours = profile.estimatedWallHours, let most = reading.spec.budget.wallClockSeconds,
      hours * 3600 > most
    {
      faults.append(
        SpecFault(
          .computeProfile, at: profile.place,
          "`estimated_wall_hours` is more than the budget's wall-clock time",
          remedy: "raise `Max wall-clock time`, or correct the estimate"))
    }
    return faults
  }
}
