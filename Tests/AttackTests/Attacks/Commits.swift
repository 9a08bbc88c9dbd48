extension Attack {
  /// A commit that changes what stands, as people and tools make them.
  static let commits = [
    Attack(
      1, "plain commit of an edited spec", seenBy: [.client, .server, .verify, .witness],
      """
      tamper "$SPEC"; git commit -q -m Edit
      """),
    Attack(
      2, "commit --no-verify", seenBy: [.client, .server, .verify, .witness],
      """
      tamper "$SPEC"; git commit -q --no-verify -m Edit
      """),
    Attack(
      3, "commit -c core.hooksPath=/dev/null", seenBy: [.server, .verify, .witness],
      """
      tamper "$SPEC"; git -c core.hooksPath=/dev/null commit -q -m Edit
      """),
    Attack(
      4, "core.hooksPath by GIT_CONFIG_COUNT", seenBy: [.server, .verify, .witness],
      """
      export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
      tamper "$SPEC"; git commit -q -m Edit
      """),
    Attack(
      5, "rm of the hooks", seenBy: [.server, .verify, .witness],
      """
      rm -rf "$(git rev-parse --git-path hooks)"
      tamper "$SPEC"; git commit -q -m Edit
      """),
    Attack(
      6, "update-index --cacheinfo, work tree untouched",
      seenBy: [.client, .server, .verify, .witness],
      """
      blob=$(echo tampered | git hash-object -w --stdin)
      git update-index --cacheinfo 100644,$blob,"$SPEC"; git commit -q -m Edit
      """),
    Attack(
      7, "git mv of a spec", seenBy: [.client, .server, .verify, .witness],
      """
      git mv "$SPEC" "$FOLDER/renamed.md"; git commit -q -m Rename
      """),
    Attack(
      8, "delete, then add again edited", seenBy: [.client, .server, .verify, .witness],
      """
      git rm -q "$SPEC"; git commit -q --no-verify -m Delete
      mkdir -p "$(dirname "$SPEC")"; echo tampered > "$SPEC"; git add -f "$SPEC"
      git commit -q -m Add
      """),
    Attack(
      9, "a symlink in place of the folder of specs",
      seenBy: [.client, .server, .verify, .witness],
      """
      git rm -r -q "$FOLDER"; rm -rf "$FOLDER"; mkdir -p "$(dirname "$FOLDER")"
      ln -s /tmp "$FOLDER"; git add -f "$FOLDER"; git commit -q -m Link
      """),
  ]
}
