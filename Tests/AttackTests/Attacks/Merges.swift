extension Attack {
  /// What was changed elsewhere, brought in by git's own ways of bringing things together.
  static let merges = [
    Attack(
      10, "merge --ff-only of a tampered branch", seenBy: [.client, .server, .verify, .witness],
      """
      git fetch -q ../evil tamper; git merge -q --ff-only FETCH_HEAD
      """),
    Attack(
      11, "true merge of a tampered branch", seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --ff-only $NEXT
      git fetch -q ../evil tamper; git merge -q --no-edit FETCH_HEAD
      """),
    Attack(
      12, "true merge --no-verify of a tampered branch",
      seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --ff-only $NEXT
      git fetch -q ../evil tamper; git merge -q --no-edit --no-verify FETCH_HEAD
      """),
    Attack(
      13, "evil merge: merge --no-commit, edit, commit",
      seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --no-ff --no-commit $NEXT
      tamper "$SPEC"; git commit -q --no-edit
      """),
    Attack(
      14, "evil merge, commit --no-verify", seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --no-ff --no-commit $NEXT
      tamper "$SPEC"; git commit -q --no-edit --no-verify
      """),
    Attack(
      15, "cherry-pick of a tampered commit", seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --ff-only $NEXT
      git fetch -q ../evil tamper; git cherry-pick FETCH_HEAD
      """),
    Attack(
      16, "git am of a tampered patch", seenBy: [.client, .server, .verify, .witness],
      """
      git -C ../evil format-patch -q -1 --stdout tamper > ../tampered.patch
      git am -q ../tampered.patch
      """),
    Attack(
      17, "rebase onto a tampered branch", seenBy: [.client, .server, .verify, .witness],
      """
      git merge -q --ff-only $NEXT
      git fetch -q ../evil tamper; git rebase -q FETCH_HEAD
      """),
  ]
}
