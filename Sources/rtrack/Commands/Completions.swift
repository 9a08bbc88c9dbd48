import ArgumentParsing

/// Prints a script that teaches a shell to complete.
struct Completions: Command {
  static let name = "completions"
  static let summary = "Print what teaches bash, zsh or fish to complete rtrack's commands"
  static let examples = [
    Example("rtrack completions bash > ~/.local/share/bash-completion/completions/rtrack"),
    Example("rtrack completions zsh > ~/.zfunc/_rtrack", "where ~/.zfunc is in fpath"),
    Example("rtrack completions fish > ~/.config/fish/completions/rtrack.fish"),
  ]

  @Argument(help: "bash, zsh or fish", hint: "name your shell: bash, zsh or fish")
  var shell: CompletionShell

  @OptionGroup var common: CommonOptions

  func run(in context: Context) throws -> any Report {
    Words(words: CommandList.tree.completions(shell))
  }
}
