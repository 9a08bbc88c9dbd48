/// What calls do with the files they name, by their last name in lower case, over all languages.
extension CodeText {
  static let reading: Set<String> = [
    "exists", "isfile", "isdir", "listdir", "stat", "getsize", "getmtime", "read_text",
    "read_csv", "read_json", "read_parquet", "read_table", "read_bytes", "readfile",
    "readfilesync", "readdir", "readdirsync", "existssync", "statsync", "loadtxt", "genfromtxt",
    "load", "loads", "imread", "require", "import", "print", "println", "console", "log", "printf",
    "glob", "iglob", "scandir", "walk", "readlines", "createreadstream", "file_get_contents",
    "file_exists", "endswith", "startswith", "format", "puts", "say", "len", "read", "warn", "die",
  ]
  static let removing: Set<String> = [
    "remove", "unlink", "rmtree", "rmdir", "removedirs", "unlinksync", "rmsync", "rmdirsync",
    "rm", "rm_rf", "rm_r", "remove_tree",
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
