extension Attack {
  /// Nothing is changed, and readers see something else; or something new pretends to be old.
  static let disguises = [
    Attack(
      33, "git replace of the spec's blob", seenBy: [.server, .verify],
      landed: "git show $BRANCH:\"$SPEC\" | grep -q tampered",
      """
      git replace $(git rev-parse $BRANCH:"$SPEC") $(echo tampered | git hash-object -w --stdin)
      """),
    Attack(
      34, "git replace of a commit", seenBy: [.server, .verify],
      landed: "git show $BRANCH:\"$SPEC\" | grep -q tampered",
      """
      git replace $BASE $(tampered_commit "$SPEC" -p $BASE^)
      """),
    Attack(
      35, "info/grafts hides the spec's commit", seenBy: [.verify], isPushed: false,
      landed: "! git rev-list $BRANCH 2> /dev/null | grep -q $SPEC_COMMIT",
      """
      child=$(git rev-list --children $BRANCH | sed -n "s/^$SPEC_COMMIT //p")
      mkdir -p "$(git rev-parse --git-common-dir)/info"
      echo $child $(git rev-parse $SPEC_COMMIT^) > "$(git rev-parse --git-common-dir)/info/grafts"
      """),
    Attack(
      36, "assume-unchanged, and the work tree edited", seenBy: [.verify], isPushed: false,
      landed: isHidden,
      """
      git update-index --assume-unchanged "$SPEC"
      chmod u+w "$SPEC"; echo tampered >> "$SPEC"
      """),
    Attack(
      37, "a smudge filter by info/attributes", seenBy: [.verify], isPushed: false,
      landed: isHidden,
      """
      mkdir -p "$(git rev-parse --git-common-dir)/info"
      echo "*.md filter=other" > "$(git rev-parse --git-common-dir)/info/attributes"
      git config filter.other.smudge "sed '\\$atampered'"
      git config filter.other.clean "sed '\\${/^tampered\\$/d}'"
      rm -f "$SPEC"; git checkout -q -- "$SPEC"
      """),
    Attack(
      38, "a name that differs by case alone", seenBy: [.server, .verify, .witness],
      landed: "git ls-tree -r --name-only $BRANCH | grep -qx \"$VARIANT\"",
      """
      blob=$(echo tampered | git hash-object -w --stdin)
      git update-index --add --cacheinfo 100644,$blob,"$VARIANT"
      git commit -q --no-verify -m Variant
      """),
    Attack(
      39, "a new spec with an old commit date", seenBy: [.verify, .witness],
      landed: "git ls-tree -r --name-only $BRANCH | grep -qx \"$NEW_SPEC\"",
      """
      mkdir -p "$(dirname "$NEW_SPEC")"; git show $BASE:"$SPEC" > "$NEW_SPEC"
      git add -f "$NEW_SPEC"
      case "$NEW_SPEC" in .research/*) # what nothing registers is no spec of the ledger's
        event=$(dirname "$NEW_SPEC")/20200101T000000Z-c0-athena-registered-aaaaaa.md
        printf -- '---\nspec: spec-aaaaaa.md\nblob: %s\n---\n' "$(git rev-parse $BASE:"$SPEC")" \
          > "$event"
        git add -f "$event";;
      esac
      GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' \\
        git commit -q --no-verify -m "Registered long ago"
      """),
  ]

  /// The file reads otherwise than the branch has it, and git's status shows nothing.
  private static let isHidden = """
    test -z "$(git status --porcelain --untracked-files=no)"
    grep -q tampered "$SPEC"; ! git show $BRANCH:"$SPEC" | grep -q tampered
    """
}
