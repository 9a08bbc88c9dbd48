import Platform
import Testing

/// Where a simulation takes place: a server with rtrack's hook, clones of it, and lines between
/// them that can be cut.
struct Town: Sendable {
  let world: World
  let sharing: Sharing
  /// Whether somebody at the server is not honest.
  let hasLiar: Bool
  /// The files of the ledger before anybody plays.
  let founded: Set<String>

  /// How clones come to their ledger.
  enum Sharing: String, CaseIterable, Sendable {
    /// The server has the ledger branch.
    case branch
    /// The server has main alone, which carries a copy; every clone builds its ledger from there.
    case copy
  }

  static let server = "server.git"

  static func clone(_ number: Int) -> String { "clone-\(number)" }

  /// Whoever speaks in a clone; nobody else does.
  static func agent(_ number: Int) -> String { "agent-\(number)" }

  init(_ sharing: Sharing, clones: Int, hasLiar: Bool = false) throws {
    world = try World()
    self.sharing = sharing
    self.hasLiar = hasLiar
    try Self.layLines(in: world)
    try world.shell(
      """
      git init -q --bare -b main \(Self.server)
      git init -q -b main founder && cd founder && git remote add origin ../\(Self.server)
      echo code > code && git add -A && git commit -q -m Begin
      rtrack init -q
      for n in $(seq 0 \(clones - 1)); do
        rtrack agent add agent-$n --role manager --as agent-0 -q
      done
      \(hasLiar ? "rtrack agent add \(Liar.agent) --as agent-0 -q" : ":")
      rtrack cycle open --as agent-0 -q
      rtrack issue open "The first" --as agent-0 -q
      for word in so it began; do rtrack comment 1 $word --as agent-0 -q; done
      rtrack experiment new draft --output ../draft.md -q && sed 's/TODO: //g' ../draft.md > ../spec.md
      """)
    try world.shell(sharing == .branch ? "rtrack sync -q" : "rtrack carry -q", in: "founder")
    founded = Set(
      try world.shell("git ls-tree -r --name-only rtrack-ledger", in: "founder").lines)
    try world.shell(
      """
      git -C founder push -q origin main && rm -rf founder
      cd \(Self.server) && rtrack hooks install --server -q
      """)
  }

  /// A clone joins, as one would: clone, init.
  func join(_ number: Int) throws {
    let how = sharing == .copy ? "--single-branch --branch main" : ""
    try world.shell(
      """
      git clone -q \(how) \(Self.server) \(Self.clone(number)) && cd \(Self.clone(number))
      git config remote.origin.uploadpack '\(world.root)/bin/served-fetch'
      git config remote.origin.receivepack '\(world.root)/bin/served-push'
      rtrack init -q
      """)
  }

  /// Programs of the server that lose the line after so many bytes; they live in a session of their
  /// own, as on another machine, so that nobody kills them who kills a client.
  private static func layLines(in world: World) throws {
    try world.shell(
      """
      cat > bin/served-fetch <<'SCRIPT'
      #!/bin/sh
      [ -n "${CUT_FETCHED-}" ] || exec setsid git upload-pack "$@"
      lose() { dd bs=1 status=none "count=$CUT_FETCHED"; kill $$; }
      setsid -w git upload-pack "$@" 2> /dev/null | lose
      SCRIPT
      cat > bin/served-push <<'SCRIPT'
      #!/bin/sh
      lose() { dd bs=1 status=none "count=$CUT_ANSWERED"; kill $$; }
      if [ -n "${CUT_PUSHED-}" ]; then
        dd bs=1 status=none "count=$CUT_PUSHED" | setsid -w git receive-pack "$@"
      elif [ -n "${CUT_ANSWERED-}" ]; then
        setsid -w git receive-pack "$@" 2> /dev/null | lose
      else
        exec setsid git receive-pack "$@"
      fi
      SCRIPT
      chmod +x bin/served-fetch bin/served-push
      git config --global gc.autoDetach false
      git config --global maintenance.autoDetach false
      """)
  }

  /// What a call in a clone finds in its environment.
  func environment(of mishap: Plan.Mishap?) -> [String: String] {
    var variables = ["RTRACK_CYCLE": "1"]
    if case .cut(let line, let bytes)? = mishap {
      variables["CUT_\(line.rawValue.uppercased())"] = "\(bytes)"
    }
    return variables
  }
}
