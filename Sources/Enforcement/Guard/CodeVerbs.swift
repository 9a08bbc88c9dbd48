/// What calls do with the files they name, by their last name in lower case, over all languages.
extension CodeText {
  static let reading: Set<String> = [
    "exists", "isfile", "isdir", "is_file", "is_dir", "stat", "getsize", "getmtime", "existssync",
    "statsync", "genfromtxt", "imread", "require", "import", "print", "println", "console", "log",
    "printf", "createreadstream", "file_get_contents", "file_exists", "endswith", "startswith",
    "format", "puts", "say", "len", "warn", "die", "match", "search", "findall", "sub", "get",
  ]

  /// Whether a call only reads what it names.
  static func isReading(_ name: String) -> Bool {
    reading.contains(name)
      || ["read", "load", "open_", "scan_", "parse"].contains { name.hasPrefix($0) }
  }

  static let opening: Set<String> = ["open", "fopen", "opensync", "sysopen", "fdopen"]
  /// Flags of opening that write.
  static let flags: Set<String> = ["o_wronly", "o_rdwr", "o_trunc", "o_creat", "o_append"]
  /// Calls that find files; what happens to these is said elsewhere.
  static let listing: Set<String> = [
    "glob", "rglob", "iglob", "iterdir", "listdir", "scandir", "walk", "readdir", "readdirsync",
    "globsync", "children", "opendir",
  ]
  /// Words that remove or move files, and mean little else.
  static let destroying: Set<String> = [
    "unlink", "rmtree", "unlinksync", "rmsync", "renames", "renamesync", "rm_rf", "os.remove",
    "os.rename", "os.replace", "shutil.move",
  ]
  static let removing: Set<String> = [
    "remove", "unlink", "rmtree", "rmdir", "removedirs", "unlinksync", "rmsync", "rmdirsync",
    "rm", "rm_rf", "rm_r", "remove_tree", "delete", "file_delete",
  ]
  static let copying: Set<String> = [
    "copy", "copyfile", "copy2", "copytree", "copyfilesync", "cpsync", "cp", "cp_r", "symlink",
    "symlinksync",
  ]
  static let moving: Set<String> = [
    "move", "rename", "renames", "renamesync", "mv", "replace_file",
  ]
  static let shells: Set<String> = [
    "system", "popen", "exec", "execsync", "getoutput", "getstatusoutput", "shell_exec",
    "passthru", "check_output", "check_call", "run", "call", "spawn", "spawnsync", "execfilesync",
    "execfile", "execv", "execve", "execvp", "execvpe", "execl", "execlp", "spawnv", "spawnlp",
    "spawnvp", "posix_spawn", "posix_spawnp", "create_subprocess_shell", "create_subprocess_exec",
  ]
  /// Words whose call writes what it names; anywhere in a text they make unclear names suspect.
  static let writing: Set<String> = [
    "write", "writelines", "write_text", "write_bytes", "writefile", "writefilesync", "appendfile",
    "appendfilesync", "createwritestream", "file_put_contents", "truncate", "truncatesync",
    "ftruncate", "to_csv", "to_json", "to_parquet", "to_pickle", "to_excel", "dump", "save",
    "savez", "savetxt", "savefig", "touch", "chmod", "chown", "link", "hardlink_to", "symlink_to",
    "replace", "rename", "unlink", "rmtree", "remove", "fwrite", "fputs", "writejson",
    "move", "copy", "copyfile", "mkfifo", "atomic_write",
  ]
}
