/// Who may see an attack.
enum Layer: String, CaseIterable, Sendable {
  /// The hooks in the attacker's own clone, and git's refusals that they stand beside.
  case client
  /// A bare repository with rtrack's pre-receive; the attacker pushes by force, without hooks.
  case server
  /// `rtrack verify` where the attack happened, knowing nothing but what lies there.
  case verify
  /// Another clone that had seen the state before, after a push to a host that refuses nothing.
  case witness
}

/// What somebody does with git to a file that was promised or measured.
///
/// Scripts run with `sh -eu` in a clone that has `$BRANCH` checked out at `$BASE`, see ``Field``
/// for what they find there. Each must really land where nothing protects: that is tried first.
struct Attack: Sendable {
  let number: Int
  /// What is done, as the tables call it.
  let name: String
  let script: String
  /// Succeeds when the attack is there to be seen; without one, when `$BRANCH` does not hold all
  /// that `$BASE` holds.
  let landed: String
  /// The layers that must see it, whatever it is done to.
  let demanded: Set<Layer>
  /// True when a branch is reached by it, so that there is something to push.
  let isPushed: Bool
  /// The module of Python that it is made with.
  let module: String?

  init(
    _ number: Int, _ name: String, seenBy demanded: Set<Layer>, isPushed: Bool = true,
    module: String? = nil, landed: String = Attack.isChanged, _ script: String
  ) {
    self.number = number
    self.name = name
    self.script = script
    self.landed = landed
    self.demanded = demanded
    self.isPushed = isPushed
    self.module = module
  }

  /// Something that the branch held is gone or other.
  static let isChanged = """
    git --no-replace-objects diff-tree -r --no-renames --diff-filter=a $BASE $BRANCH | grep -q .
    """

  /// An honest commit, which no layer may take for an attack.
  static let none = Attack(
    0, "none", seenBy: [], landed: "test $(git rev-parse $BRANCH) = $NEXT",
    "git merge -q --ff-only $NEXT")

  /// All of them, in the order of their numbers.
  static let all = commits + merges + rewrites + references + libraries + disguises

  /// Words that scripts have in common.
  static let words = """
    tamper() { chmod u+w "$1"; printf 'tampered\\n' >> "$1"; git add -f "$1"; }
    tampered_commit() { # of the file $1, over the parents that are given as arguments for git
      file=$1; shift
      blob=$( { git cat-file blob "$BASE:$file"; echo tampered; } | git hash-object -w --stdin)
      GIT_INDEX_FILE=$PWD/../index; export GIT_INDEX_FILE
      git read-tree $BASE; git update-index --add --cacheinfo 100644,$blob,"$file"
      tree=$(git write-tree); rm -f ../index; unset GIT_INDEX_FILE
      git commit-tree "$@" -m Tampered $tree
    }
    by_hand() { # points a branch at a commit without git
      place=$(git rev-parse --git-common-dir)/refs/heads/$1
      mkdir -p "$(dirname "$place")"; echo $2 > "$place"
    }

    """
}
