extension HonestWork {
  /// What goes to and fro.
  static let remotes = [
    HonestWork(
      name: "pull, fast-forward", script: "colleague; git pull -q; git log --format=%s -1"),
    HonestWork(
      name: "pull, a merge, and push",
      script: "colleague; change mine; git pull -q --no-rebase --no-edit; git push -q"),
    HonestWork(
      name: "pull --rebase, and push",
      script: "colleague; change mine; git pull -q --rebase; git push -q"),
    HonestWork(
      name: "push of a topic, again by force after an amend, and its deletion",
      script: """
        git switch -q -c topic; change a; git push -q -u origin topic
        git commit -q --amend -m b; git push -q --force-with-lease; git push -q -d origin topic
        """),
    HonestWork(
      name: "fetch --prune of a branch that is gone",
      script: """
        git push -q origin main:gone; git fetch -q; git push -q ../origin.git :gone
        git fetch -q --prune; git branch -r
        """),
    HonestWork(
      name: "fetch of 200 refs",
      script: """
        git clone -q --bare ../origin.git ../many.git
        (cd ../many.git; for n in $(seq 200); do echo create refs/heads/b/$n $BASE; done \\
          | git update-ref --stdin)
        git fetch -q ../many.git 'refs/heads/b/*:refs/heads/b/*'; git branch | wc -l
        """),
    HonestWork(
      name: "shallow clone, deepened",
      script: """
        git clone -q --depth 1 "file://$ROOT/live/origin.git" ../shallow; cd ../shallow
        change shallow; git fetch -q --unshallow; git log --format=%s | wc -l
        """),
    HonestWork(
      name: "submodule add and update",
      script: """
        git init -q -b main ../library; (cd ../library; change library library.txt)
        git -c protocol.file.allow=always submodule --quiet add ../library library
        git commit -q -m Library; (cd ../library; change more library.txt)
        git -c protocol.file.allow=always submodule --quiet update --remote
        git commit -a -m "Library moved"; git status --short
        """),
  ]

  /// What keeps a repository in order; and the ledger beside it.
  static let upkeep = [
    HonestWork(
      name: "gc", script: "change a; git gc --quiet; git gc --quiet --prune=now; change b"),
    HonestWork(
      name: "repack and pack-refs",
      script: """
        change a; git repack -q -a -d; git pack-refs --all; git branch topic
        git pack-refs --all --prune; git branch -d topic; change b
        """),
    HonestWork(name: "worktree add, a commit there, remove", script: worktree),
    HonestWork(
      name: "sparse checkout",
      script: """
        git sparse-checkout set --no-cone /code; change a; git sparse-checkout disable
        git status --short
        """),
    HonestWork(
      name: "checkout of the ledger branch, and ten comments after it",
      script: """
        if git checkout rtrack-ledger; then exit 9; fi
        git symbolic-ref HEAD
        for n in $(seq 10); do rtrack comment 1 "Word $n." --as flux -q > ../said; done
        git log --format=%s -10 rtrack-ledger
        """),
    HonestWork(
      name: "comments, sync and commits in turn",
      script: """
        for n in 1 2 3; do rtrack comment 1 "Word $n." --as flux -q > ../said; change $n; done
        git push -q; rtrack sync -q > ../said; git log --format=%s -3 origin/rtrack-ledger
        """),
    HonestWork(name: "filter-branch of a topic", script: filter),
  ]

  private static let worktree = """
    git worktree add -q ../tree -b tree; cd ../tree; change tree
    rtrack comment 1 "From the other work tree." --as flux -q > ../said
    cd ../${OLDPWD##*/}; git worktree remove ../tree; git branch -D tree
    """

  private static let filter = """
    export FILTER_BRANCH_SQUELCH_WARNING=1
    git switch -q -c topic; change a a.txt
    git filter-branch -f --msg-filter 'sed s/a/b/' main..topic > ../said
    git log --format=%s -1
    """
}
