/// What a command would do to a path.
struct ShellDeed: Hashable {
  enum Act: Hashable {
    /// Makes a file, or changes what it holds.
    case write
    /// Removes a file or a folder with all in it, or moves it away.
    case remove
    /// Changes who may do what with it.
    case permissions
    /// Brings back what git holds; from another commit than the present one where that is said.
    case revert(fromElsewhere: Bool)
    /// Removes what git does not know.
    case clean
    /// Unpacks files into a folder; their names are not known.
    case unpack
    /// Takes another user's rights; no path is involved.
    case rights
  }

  let act: Act
  /// Absolute where the folder that the shell stands in is known.
  let place: Reading
  /// The command that does it, as a message names it.
  let command: String
  /// Whether a symbolic link at the place is followed.
  var follows = false
  /// Whether it is not sure that the place is a file at all: then only what belongs to somebody
  /// counts, and code does not.
  var isGuess = false
}
