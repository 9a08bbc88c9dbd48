import Platform
import Research

/// Paths of which only a part can be seen.
extension Guard {
  /// Judges a path of which only a part can be seen: it may be anything that is there and fits, and
  /// something new that is called like what is seen.
  func checkUnknown(_ deed: ShellDeed) throws {
    let folder = deed.place.knownFolder
    let isNearby = folder.isEmpty || Path.relative(directory, to: folder) != nil
    let start = Glob.resolved(isNearby ? directory : folder + ".", following: true)
    guard let ground = try ground(of: start), ground.isGuarded else { return }
    let top = ground.tree.top
    // Nothing of it is seen: to write is nobody's harm by its looks, to remove is.
    if !isSeen(deed.place), deed.act == .write || deed.act == .unpack { return }
    if deed.act == .write, let new = imagined(deed.place, top: top) {
      if let refusal = ground.refusal(byPhase: new, isGuess: true) { throw unknown(refusal, deed) }
    }
    for file in Glob.files(below: isNearby && folder.count < top.count ? top : start) {
      let path = Path.join(isNearby && folder.count < top.count ? top : start, file)
      guard deed.place.fits(path) || (folder.isEmpty && fits(deed.place, file)),
        let relative = Path.relative(path, to: top)
      else { continue }
      // Code that may be meant is left to whoever wrote the line.
      let refusal =
        ground.refusal(byPhase: relative, isGuess: true) ?? ground.refusal(byPolicy: relative)
      if let refusal, deed.act != .clean { throw unknown(refusal, deed) }
    }
  }

  private func fits(_ place: Reading, _ file: String) -> Bool {
    place.fits(file) || place.fits("/" + file)
  }

  /// Whether anything of a path can be seen, behind the folder that the shell stands in.
  private func isSeen(_ place: Reading) -> Bool {
    let prefix = Reading(directory + "/").units
    let rest = place.units.starts(with: prefix) ? place.units[prefix.count...] : place.units[...]
    return rest.contains { $0 != .unknown && $0 != .star && $0 != .byte(Reading.slash) }
  }

  /// The path with a word in the place of what is not known, from the top of the work tree; nil
  /// where only what is there is meant.
  private func imagined(_ place: Reading, top: String) -> String? {
    if place.units.contains(.there) { return nil }
    var units: [Reading.Unit] = []
    for unit in place.units { units += unit == .unknown ? Reading("x").units : [unit] }
    guard let text = Reading(units).text else { return nil }
    let path = text.hasPrefix("/") ? text : Path.join(directory, text)
    return Path.relative(Path.normalize(path), to: top)
  }

  private func unknown(_ refusal: Refusal, _ deed: ShellDeed) -> Refusal {
    let prefix = Reading(directory + "/").units
    let isHere = deed.place.units.starts(with: prefix)
    let shown = (isHere ? deed.place.dropping(prefix.count) : deed.place).shown
    return Refusal(
      rule: refusal.rule,
      reason: "what `\(deed.command)` does to \(shown) cannot be read: " + refusal.reason,
      hint: "write the name out, so that it can be seen; \(refusal.hint)")
  }
}
