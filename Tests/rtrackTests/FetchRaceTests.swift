import Platform
import Testing

@testable import rtrack

/// Two fetches of one clone at the same moment: a call that was killed leaves git's behind.
@Suite struct FetchRaceTests {
  @Test func `a sync whose fetch another one overtook fetches again`() throws {
    let project = try HookedProject(installing: false)
    try project.shell(
      "git init -q --bare ../srv.git; git remote add origin ../srv.git; git push -q origin main")
    try project.rtrack("sync")
    // A git before git, which says once what it says when another fetch moved what it fetches to.
    try project.shell(
      """
      mkdir ../front
      cat > ../front/git <<'END'
      #!/bin/sh
      PATH=${PATH#*/front:}
      case " $* " in
      *" fetch "*)
        if mkdir "\(project.root)/overtaken" 2> /dev/null; then
          echo "error: cannot lock ref 'refs/rtrack/fetched/origin': is at 1 but expected 2" >&2
          exit 1
        fi ;;
      esac
      exec git "$@"
      END
      chmod +x ../front/git
      """)
    let path = try #require(project.session.environment["PATH"])
    project.session.environment["PATH"] = "\(project.root)/front:\(path)"
    try project.rtrack("sync")
    #expect(try FileSystem.status(Path.join(project.root, "overtaken")) != nil)
  }
}
