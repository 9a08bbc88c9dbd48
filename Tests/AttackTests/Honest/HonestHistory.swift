extension HonestWork {
  /// Commits, and what is made of them before anybody else has them.
  static let history = [
    HonestWork(
      name: "commit: all, a path, from a folder, empty",
      script: """
        echo 1 >> code; git commit -a -m All
        echo 2 >> code; echo 2 > other; git add other; git commit -m Path code
        mkdir -p deep/folder; cd deep/folder; echo 3 > file; git add file; git commit -m Deep
        git commit --allow-empty -m Empty
        """),
    HonestWork(
      name: "amend, also of a merge",
      script: """
        change one; git commit --amend -m Two; git commit --amend --no-edit --date=@1795000000
        git branch side HEAD^; git switch -q side; change side side.txt; git switch -q main
        git merge -q --no-edit side; git commit --amend -m Merged
        """),
    HonestWork(
      name: "amend and rebase of a new spec before the first sync",
      script: """
        git switch -q -c draft; mkdir -p experiments
        echo draft > experiments/exp-077-draft.md; git add -A; git commit -q -m Draft
        echo better >> experiments/exp-077-draft.md; git add -A; git commit --amend -m Better
        git switch -q main; change meanwhile; git switch -q draft; git rebase -q main
        """),
    HonestWork(
      name: "rebase, --onto, -i, --apply, --abort",
      script: """
        git switch -q -c topic; change a a.txt; change b b.txt; change c c.txt
        git switch -q main; change main; git switch -q topic
        git rebase main; git rebase --onto main HEAD^; git rebase --apply main
        change d d.txt; GIT_SEQUENCE_EDITOR="sed -i '2s/^pick/fixup/'" git rebase -i HEAD~2
        git switch -q -c clash main~1; change other; git rebase main || git rebase --abort
        """),
    HonestWork(
      name: "cherry-pick, one and two, with a conflict",
      script: """
        git switch -q -c topic; change a a.txt; change b b.txt; change c
        git switch -q main; git cherry-pick topic~2; git cherry-pick topic~2..topic~1
        change mine; git cherry-pick topic || { git checkout -q --theirs code; git add code; }
        git -c core.editor=: cherry-pick --continue
        """),
    HonestWork(
      name: "revert, of one and of a merge",
      script: """
        change a; git revert --no-edit HEAD
        git switch -q -c topic HEAD^; change t t.txt; git switch -q main
        git merge -q --no-edit topic; git revert --no-edit -m 1 HEAD
        """),
    HonestWork(
      name: "stash: push, with untracked files, pop, branch, drop",
      script: """
        echo 1 >> code; git stash push; git stash pop
        echo 2 > new; git stash push -u; git stash apply; git stash drop
        git stash push -u -m Later; git stash branch later
        """),
    HonestWork(
      name: "reset of code: soft, mixed, hard",
      script: """
        change a; change b; git reset --soft HEAD^; git commit -q -m b
        git reset HEAD^; git add -A; git commit -q -m b; git reset --hard HEAD~2
        """),
    HonestWork(
      name: "am, format-patch, apply",
      script: """
        change a; git format-patch -q -1 --stdout > ../a.patch; git reset -q --hard HEAD^
        git am ../a.patch; git reset -q --hard HEAD^
        git apply --index ../a.patch; git commit -m Applied
        """),
  ]

  /// Lines that part and come together.
  static let branches = [
    HonestWork(
      name: "merge: fast-forward, true, --no-ff, -s ours",
      script: """
        git switch -q -c topic; change t t.txt; git switch -q main; git merge topic
        git switch -q topic; change u t.txt; git switch -q main; change m
        git merge --no-edit topic
        git switch -q -c more; change v v.txt; git switch -q main
        git merge --no-edit --no-ff more
        git switch -q -c old HEAD~2; change w w.txt; git switch -q main
        git merge --no-edit -s ours old
        """),
    HonestWork(
      name: "conflicted merge, resolved; another one aborted",
      script: """
        git switch -q -c topic; change theirs; git switch -q main; change ours
        git merge topic || { git checkout -q --ours code; git add code; git commit --no-edit; }
        git switch -q topic; change again; git switch -q main; change ours again
        git merge topic || git merge --abort
        """),
    HonestWork(
      name: "squash merge",
      script: """
        git switch -q -c topic; change a a.txt; change b b.txt; git switch -q main
        git merge --squash topic; git commit -m Squashed; git branch -D topic
        """),
    HonestWork(
      name: "octopus merge",
      script: """
        for n in 1 2 3; do git switch -q -c topic-$n $BASE; change $n $n.txt; done
        git switch -q main; git merge --no-edit topic-1 topic-2 topic-3
        """),
    HonestWork(
      name: "subtree merge",
      script: """
        git init -q -b main ../library; (cd ../library; change library library.txt)
        git fetch -q ../library main; git merge -q --no-edit -s ours --no-commit \\
          --allow-unrelated-histories FETCH_HEAD
        git read-tree --prefix=library/ -u FETCH_HEAD; git commit -m Library
        (cd ../library; change more library.txt); git fetch -q ../library main
        git merge --no-edit -X subtree=library --allow-unrelated-histories FETCH_HEAD
        """),
    HonestWork(
      name: "a branch of an older state: checked out, worked on, merged",
      script: """
        git switch -q -c old $SPEC_COMMIT^; change old old.txt; git switch -q main
        git merge --no-edit old; git switch old; git switch main
        """),
    HonestWork(
      name: "branch deleted unmerged, renamed, copied, moved back",
      script: """
        git switch -q -c topic; change t; git switch -q main; git branch -D topic
        git branch one; git branch -m one two; git branch -c two three; git branch -f three HEAD^
        git pack-refs --all; git branch -D two three
        """),
    HonestWork(
      name: "tag, notes, bisect",
      script: """
        git tag one; git tag -a -m Two two; git tag -f one HEAD^; git tag -d one
        git notes add -m Note; git notes remove
        change a; change b; git bisect start HEAD $BASE~1; git bisect run true; git bisect reset
        """),
    HonestWork(
      name: "orphan branch, detached HEAD",
      script: """
        git checkout -q --orphan pages; git rm -r -q --cached .; echo page > index.html
        git add index.html; git commit -m Pages; git checkout -q -f main
        git checkout -q --detach; echo more >> code; git commit -q -a -m Detached
        git switch -q main
        """),
  ]
}
