public import Documents
import Platform

/// A call of a coding agent's tool, as its hook is told of it.
public enum ToolCall: Hashable, Sendable {
  /// A command line.
  case shell(String)
  /// Files that are made or changed.
  case files([String])
  /// Files that are removed or moved away.
  case removal([String])
  /// A tool that writes nothing here.
  case other

  /// Reads the hook's JSON: `tool_name`, `tool_input`, and `cwd` where the call is made.
  ///
  /// Tools are known by name, whatever the agent and in whatever case: Bash, Write, Edit,
  /// MultiEdit, NotebookEdit and their kin. One of these without what it needs is a fault.
  ///
  /// - Throws: ``ToolFault``.
  public static func read(_ json: JSON) throws -> (call: ToolCall, directory: String?) {
    guard json.object != nil, let tool = json["tool_name"]?.string else {
      throw ToolFault(message: "there is no \"tool_name\" in what the hook was given")
    }
    let input = json["tool_input"] ?? .object([])
    return (try call(of: tool, input), json["cwd"]?.string)
  }

  private static func call(of tool: String, _ input: JSON) throws -> ToolCall {
    // `mcp__filesystem__write_file` is write_file, and so is writeFile.
    let start = lastPart(of: tool)
    let name = tool[start...].split(separator: "_").joined().lowercased()
    func text(_ keys: String...) -> String? { keys.lazy.compactMap { input[$0]?.string }.first }
    if shells.contains(name) {
      if let command = text("command", "cmd", "script") { return .shell(command) }
      if let words = input["command"]?.array?.compactMap(\.string), !words.isEmpty {
        return .shell(words.map(quoted).joined(separator: " "))
      }
      // A shell that is only started anew.
      if input["restart"] != nil { return .other }
      throw ToolFault(message: "\(tool) has no \"command\" in its tool_input")
    }
    if name == "applypatch" {
      guard let patch = text("patch", "input", "command") else {
        throw ToolFault(message: "\(tool) has no \"patch\" in its tool_input")
      }
      return .files(patchedFiles(patch))
    }
    if name == "movefile" || name == "deletefile" {
      let paths = [text("source", "file_path", "path"), text("destination")].compactMap { $0 }
      return .removal(paths)
    }
    let path = text("file_path", "notebook_path", "path", "absolute_path", "filePath")
    guard writers.contains(name) else {
      // Tools of others, by what they are called: `append_to_file`, `delete_file`.
      guard let path, name.contains("file"), changing.contains(where: { name.contains($0) }) else {
        return .other
      }
      return .removal([path])
    }
    // Editors that are told what to do: to view is no writing.
    if input["command"]?.string == "view" { return .other }
    guard let path else {
      throw ToolFault(message: "\(tool) has no \"file_path\" in its tool_input")
    }
    return .files([path])
  }

  private static func lastPart(of tool: String) -> String.Index {
    var start = tool.startIndex
    var rest = tool[...]
    while let mark = rest.firstRange(of: "__") {
      start = mark.upperBound
      rest = rest[start...]
    }
    return start
  }

  /// Names of tools that run command lines, in lower case and without underscores.
  private static let shells = [
    "bash", "shell", "shellcommand", "runshellcommand", "runcommand", "runinterminal", "terminal",
    "exec", "execcommand", "localshell", "executecommand", "executebash", "executeshellcommand",
    "runterminalcmd", "runshell", "runbash", "bashtool",
  ]
  /// Names of tools that write one file.
  private static let writers = [
    "write", "edit", "notebookedit", "multiedit", "writefile", "editfile", "createfile", "replace",
    "strreplace", "insert", "strreplaceeditor", "strreplacebasededittool", "savefile",
  ]

  private static let changing = [
    "write", "edit", "create", "update", "append", "insert", "replace", "delete", "remove", "move",
    "rename", "patch",
  ]

  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The files that a patch of the form `*** Update File: PATH` names.
  private static func patchedFiles(_ patch: String) -> [String] {
    let marks = ["*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: "]
    return patch.split(whereSeparator: \.isNewline).compactMap { line in
      marks.first { line.hasPrefix($0) }.map { String(line.dropFirst($0.count)) }
    }
  }
}

/// Why what a hook was given is no call of a tool.
public struct ToolFault: Error, Hashable, Sendable {
  /// What is missing.
  public let message: String
}
