import Git
public import Research

/// The bytes of specs, as they were registered.
extension Snapshot {
  /// The bytes of one of an experiment's specs.
  ///
  /// - Throws: ``LedgerError`` of kind `tampered` where the ledger holds other bytes than its event
  ///   says, or none.
  public func spec(_ version: Experiment.Version, of id: ExperimentID) throws -> [UInt8] {
    let path = Layout.path(ofSpec: version.record.file, of: id)
    guard let blob = try blob(at: path) else {
      if let redaction = try redaction(of: path) {
        throw LedgerError(
          .tampered, "\(path) was taken out of the ledger by \(redaction.agent)",
          hint: "why is told by `rtrack log`; its experiment is known by its events")
      }
      throw LedgerError(
        .tampered, "\(path) is missing, though \(version.event.name) brought it",
        hint: "see `rtrack doctor`; `rtrack sync` brings back what another clone has")
    }
    guard blob.hex == version.record.blob else {
      throw LedgerError(
        .tampered, "\(path) is not what \(version.event.name) registered",
        hint: "see what changed it: `git log rtrack-ledger -- \(path)`")
    }
    return try repository.blob(blob)
  }

  /// The event that says that a file is taken out, where one does.
  private func redaction(of path: String) throws -> Event? {
    try events(in: .policy) { $0 == EventKind.redact.rawValue }.first { event in
      guard case .redact(let redaction) = event.payload else { return false }
      return redaction.items.contains { $0.path.utf8.elementsEqual(path.utf8) }
    }
  }

  /// The bytes of the spec that an experiment's results are held to; nil where there is none whole.
  func specInForce(of id: ExperimentID) throws -> [UInt8]? {
    guard let experiment = try experiments(id).first else { return nil }
    do {
      return try spec(experiment.inForce, of: id)
    } catch let error as LedgerError where error.kind == .tampered {
      return nil
    }
  }

  /// The git id that bytes have, or would have.
  public func id(ofBlob bytes: [UInt8]) throws -> String {
    try repository.hash(of: bytes, .blob).hex
  }
}
