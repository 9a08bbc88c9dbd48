extension Attack {
  /// A history in which it had always been so. Nothing in the new history shows it: only who had
  /// seen the old one knows.
  static let rewrites = [
    Attack(
      18, "rebase -i, edit of the commit that brought the spec",
      seenBy: [.client, .server, .witness],
      """
      GIT_SEQUENCE_EDITOR="sed -i '1s/^pick/edit/'" git rebase -q -i $SPEC_COMMIT^
      tamper "$SPEC"; GIT_EDITOR=: git rebase --continue
      """),
    Attack(
      19, "fixup! and rebase --autosquash", seenBy: [.client, .server, .witness],
      """
      tamper "$SPEC"; git commit -q --no-verify --fixup=$SPEC_COMMIT
      GIT_SEQUENCE_EDITOR=: git rebase -q -i --autosquash $SPEC_COMMIT^
      """),
    Attack(
      20, "filter-branch over all history", seenBy: [.client, .server, .witness],
      """
      export FILTER_BRANCH_SQUELCH_WARNING=1
      git filter-branch -f --tree-filter \\
        "if test -f '$SPEC'; then chmod u+w '$SPEC'; echo tampered >> '$SPEC'; fi" HEAD
      """),
    Attack(
      21, "reset --hard to before the result, a new result", seenBy: [.client, .server, .witness],
      landed: "git show $BRANCH:\"$RESULT\" | grep -q 0.99",
      """
      git reset -q --hard $RESULT_COMMIT^
      mkdir -p "$(dirname "$RESULT")"; echo '{"accuracy": 0.99}' > "$RESULT"
      git add -f "$RESULT"; git commit -q -m "A better result"
      """),
    Attack(
      22, "orphan branch with a tampered tree, branch -f", seenBy: [.client, .server, .witness],
      """
      git checkout -q --orphan fresh; tamper "$SPEC"; git commit -q --no-verify -m Begin
      git branch -f $BRANCH fresh
      """),
  ]
}
