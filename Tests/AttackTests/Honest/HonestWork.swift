/// What people do with git all day beside protected files, and that no hook may disturb.
///
/// Scripts run with `sh -eu` in a clone that has `main` checked out at `$BASE`, once without hooks
/// and once with them, and must say the same both times.
struct HonestWork: Sendable {
  let name: String
  let script: String

  /// All of it.
  static let all = history + branches + remotes + upkeep

  /// Words that scripts have in common.
  static let words = """
    change() { echo "$1" >> "${2:-code}"; git add -A; git commit -q -m "$1"; }
    colleague() { # somebody else pushes to main
      git clone -q ../origin.git ../colleague
      (cd ../colleague; change theirs theirs.txt; git push -q)
    }

    """
}
