extension Attack {
  /// The branch itself moved to a commit that no porcelain made.
  static let references = [
    Attack(
      23, "commit-tree and update-ref", seenBy: [.client, .server, .verify, .witness],
      """
      git update-ref refs/heads/$BRANCH $(tampered_commit "$SPEC" -p $BASE)
      """),
    Attack(
      24, "commit-tree and the ref's file by hand", seenBy: [.server, .verify, .witness],
      """
      by_hand $BRANCH $(tampered_commit "$SPEC" -p $BASE)
      """),
    Attack(
      25, "fast-import", seenBy: [.client, .server, .verify, .witness],
      """
      git fast-import --quiet << STREAM
      commit refs/heads/$BRANCH
      committer Mallory <mallory@example.org> $(date +%s) +0000
      data 4
      Edit
      from $BASE
      M 100644 inline $SPEC
      data 8
      tampered
      STREAM
      """),
    Attack(
      26, "fetch +tamper:branch from another repository",
      seenBy: [.client, .server, .verify, .witness],
      """
      git checkout -q --detach; git fetch -q ../evil +tamper:$BRANCH
      """),
    Attack(
      27, "branch -C over the branch", seenBy: [.server, .verify, .witness],
      """
      git -c core.hooksPath=/dev/null branch tamper $(tampered_commit "$SPEC" -p $BASE)
      git checkout -q --detach; git branch -C tamper $BRANCH
      """),
    Attack(
      28, "branch -M over the branch", seenBy: [.client, .server, .verify, .witness],
      """
      git -c core.hooksPath=/dev/null branch tamper $(tampered_commit "$SPEC" -p $BASE)
      git checkout -q --detach; git branch -M tamper $BRANCH
      """),
    Attack(
      29, "symbolic-ref: HEAD at another branch", seenBy: [.verify], isPushed: false,
      landed: "! git diff --quiet $BASE HEAD",
      """
      by_hand elsewhere $(tampered_commit "$SPEC" -p $BASE)
      git symbolic-ref HEAD refs/heads/elsewhere
      """),
  ]
}
