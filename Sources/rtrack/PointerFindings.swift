import Experiments
import Ledger

extension PointerLook {
  /// What is to be told of pointers, each by its path: bytes that are others are refused, those
  /// that nobody here can see are told.
  func findings(of pointers: [(path: String, pointer: PointerFile)]) -> [ResultFinding] {
    pointers.compactMap { path, pointer in
      switch answer(of: pointer) {
      case .same: nil
      case .other(let found):
        ResultFinding(
          "pointer", .error, in: path,
          "what lies at \(pointer.place) is not what it says: \(found), and not \(pointer.size) "
            + "bytes of SHA-256 \(pointer.digest)",
          remedy: "put the bytes back, or make the pointer anew from what there is")
      case .unseen(let why):
        ResultFinding(
          "pointer", .note, in: path, "its bytes were not looked at: \(why)",
          remedy: "its SHA-256 and size are kept as it says them")
      }
    }
  }
}

extension PointerLook {
  /// Looks at what artefacts stand for that came as pointers, notes which of them nobody saw, and
  /// gives back what is to be told.
  func look(at artefacts: inout [Artefact]) -> [ResultFinding] {
    for index in artefacts.indices {
      guard let pointer = artefacts[index].pointer else { continue }
      artefacts[index].isClaimed = answer(of: pointer) != .same
    }
    return findings(
      of: artefacts.compactMap { artefact in
        artefact.pointer.map { (path: artefact.file, pointer: $0) }
      })
  }
}
