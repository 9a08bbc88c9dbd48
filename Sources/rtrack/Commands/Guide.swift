import ArgumentParsing

/// Prints what an agent is told.
struct Guide: Command {
  static let name = "guide"
  static let summary = "Print the page that goes into an agent's instructions"
  static let examples = [Example("rtrack guide >> AGENTS.md")]

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report { Words(words: Self.page) }

  /// One screen: 24 lines of 80 columns at most, and every command in it works.
  static let page = """
    ## Research tracker: rtrack

    Issues, comments and results are kept in git and can only be added to. Say who
    you are once: `export RTRACK_AGENT=flux` (your name, from `rtrack agent list`).

        rtrack status                    the board: your turn, your issues
        rtrack list --assignee flux      what you are to do
        rtrack ready                     what nothing blocks, the most urgent first
        rtrack show 194                  an issue and all that was said
        rtrack comment 194 "VIDUR runs; numbers follow" --status working
        rtrack comment 194 "p99 within 4 %" --status done --result data/run1.json
        rtrack issue open "Rerun with 8 GPUs" --assign flux
        rtrack log --limit 5             what happened last
        rtrack sync                      exchange what is new with the others

    - Speak in every cycle that is yours: no event, no commit of yours is silence.
    - Commit a result first, then name it with --result. Never change a result file.
    - Write 194, not #194: a shell takes # for a comment of its own.
    - It failed? `--status failed --tried … --why … --next …` is a result too.
    - Put `[Flux]` before your commits' subjects. Retry a call with the same --once.
    - Exit status: 0 done, 1 no, or refused, 2 not done. `--json` is for programs.
    """
}
