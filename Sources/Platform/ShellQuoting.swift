/// Words of a POSIX shell that stand for exactly one text: nothing in them is read as a sign.
public enum ShellQuoting {
  /// The text in quotes, always.
  public static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The text as people write it: in quotes only where a shell would read it otherwise.
  public static func plain(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      ($0 >= 97 && $0 <= 122) || ($0 >= 65 && $0 <= 90) || ($0 >= 45 && $0 <= 57) || $0 == 95
    }
    return isPlain && !text.isEmpty ? text : quoted(text)
  }
}
