import Platform

/// Commands that write, move and remove files.
extension ShellRun {
  /// What a command prints; nil for one that is not known to write.
  func fileCommand(_ name: String, _ arguments: [Reading], input: [Reading]?) -> [Reading]? {
    switch name {
    case "rm", "unlink", "shred", "trash", "trash-put", "srm":
      removeAll(Operands(arguments, short: name == "shred" ? "ns" : "").operands, by: name)
    case "mv", "gmv", "rename", "prename": move(Operands(arguments, short: "tS"), by: name)
    case "cp", "gcp", "scp":
      let parts = Operands(arguments, short: name == "scp" ? "PiFlSco" : "tS")
      if name != "scp", parts.has("-l", "--link") {
        for source in parts.operands.dropLast() { noteFiles(of: source, by: "\(name) -l") }
      }
      copy(parts, by: name)
    case "install":
      note(.rights, state.directory, by: name)
      copy(Operands(arguments, short: "tSmog"), by: name)
    case "ln", "link":
      let parts = Operands(arguments, short: "tS")
      if name == "link" || !parts.has("-s", "--symbolic") {
        // A second name for the same file: what is written through it is written here too.
        for source in parts.operands.dropLast() { note(.write, source, by: name) }
      } else if parts.operands.count > 1, let place = parts.operands.last {
        let isFolder = place.within(state.directory).text.map { Glob.isFolder($0) } == true
        for target in parts.operands.dropLast() {
          link(isFolder ? place.below(baseName(of: target)) : place, to: target)
        }
      }
      if parts.operands.count == 1 {
        note(.write, baseName(of: parts.operands[0]), by: name)
      } else {
        copy(parts, by: name, followsSources: false)
      }
    case "rsync":
      let parts = Operands(
        arguments, short: "efTB",
        long: ["--exclude", "--include", "--rsh", "--filter", "--files-from", "--exclude-from"])
      if let target = parts.operands.last, parts.operands.count > 1 {
        if arguments.contains(where: { $0.hasPrefix("--del") }) { note(.remove, target, by: name) }
        if parts.has("--remove-source-files") {
          removeAll(Array(parts.operands.dropLast()), by: name)
        }
      }
      copy(parts, by: name)
    case "tee", "sponge", "touch", "mkfifo", "mknod", "truncate", "ed", "ex", "vi", "vim", "nvim",
      "nano", "emacs", "code", "dos2unix", "unix2dos":
      let valued = name == "touch" ? "drt" : name == "truncate" ? "sr" : ""
      for file in Operands(arguments, short: valued).operands {
        note(.write, file, by: name, follows: true)
      }
    case "sed", "gsed": inPlace(Operands(arguments, short: "efl"), arguments, by: name)
    case "dd":
      for argument in arguments where argument.hasPrefix("of=") {
        note(.write, argument.dropping(3), by: "dd of=", follows: true)
      }
    case "chmod", "chown", "chgrp", "setfacl", "chattr", "chflags", "xattr":
      let parts = Operands(arguments, short: name == "setfacl" ? "mxMX" : "")
      note(.rights, state.directory, by: name)
      let isFirstMode = name != "setfacl" && !parts.has("--reference")
      for file in parts.operands.dropFirst(isFirstMode ? 1 : 0) {
        note(.permissions, file, by: name, follows: true)
      }
    case "tar", "gtar", "bsdtar": archive(arguments, by: name)
    case "unzip", "7z", "7za", "bsdcpio", "cpio":
      let parts = Operands(arguments, short: "dDx")
      if !parts.has("-l", "-t", "-p") {
        note(.unpack, parts.values(of: "-d").first ?? Reading("."), by: name)
      }
    case "yq":
      let parts = Operands(arguments)
      if parts.has("-i", "--inplace", "--in-place") {
        for file in parts.operands.dropFirst() { note(.write, file, by: "yq -i", follows: true) }
      }
    case "split", "csplit":
      if let start = Operands(arguments, short: "abCln").operands.dropFirst().first {
        note(.write, Reading(start.units + Reading("aa").units), by: name)
      }
    case "zip": if let file = Operands(arguments).operands.first { note(.write, file, by: name) }
    case "gzip", "gunzip", "bzip2", "bunzip2", "xz", "unxz", "zstd":
      let parts = Operands(arguments)
      if !parts.has("-c", "-k", "-l", "-t", "--stdout", "--keep", "--list", "--test") {
        removeAll(parts.operands, by: name)
      }
    case "patch": patch(Operands(arguments, short: "pidoBbDFgrVYz"), input, by: name)
    case "curl", "wget", "aria2c": download(name, arguments)
    case "sort", "gcc", "g++", "cc", "c++", "clang", "clang++", "ld", "pandoc", "dot", "tsort",
      "openssl":
      for file in Operands(arguments, short: "okt", long: ["--output"]).values(of: "-o", "--output")
      {
        note(.write, file, by: "\(name) -o", follows: true)
      }
    case "git": return git(arguments, input: input)
    default: return nil
    }
    return []
  }

  /// The files that a path names, as written: a second name for each is made.
  private func noteFiles(of source: Reading, by name: String) {
    note(.write, source, by: name)
    guard let folder = source.within(state.directory).text, Glob.isFolder(folder) else { return }
    for file in Glob.files(below: folder, most: 300) {
      note(.write, source.below(Reading(file)), by: name)
    }
  }

  private func removeAll(_ files: [Reading], by name: String) {
    for file in files { note(.remove, file, by: name) }
  }

  private func move(_ parts: Operands, by name: String) {
    if name.hasSuffix("rename") {
      return removeAll(Array(parts.operands.dropFirst()), by: name)
    }
    let hasFolder = parts.has("-t", "--target-directory")
    removeAll(hasFolder ? parts.operands : Array(parts.operands.dropLast()), by: name)
    copy(parts, by: name)
  }

  /// Notes the writes of a copy: what each source becomes at its target.
  private func copy(_ parts: Operands, by name: String, followsSources: Bool = true) {
    var sources = globbed(parts.operands)
    let given = parts.values(of: "-t", "--target-directory").first
    guard let target = given ?? sources.popLast() else { return }
    // `host:path` lies elsewhere.
    if name == "scp" || name == "rsync", target.text?.contains(":") == true { return }
    let place = target.within(state.directory)
    let isFolder =
      given != nil || sources.count > 1 || target.units.last == .byte(Reading.slash)
      || place.text.map { Glob.isFolder($0) } == true
    if sources.isEmpty || !isFolder { note(.write, target, by: name, follows: true) }
    for source in sources {
      let content =
        name == "rsync" && source.units.last == .byte(Reading.slash) ? Reading(".") : nil
      let own = isFolder ? target.below(content ?? baseName(of: source)) : target
      if isFolder { note(.write, own, by: name, follows: true) }
      guard followsSources, let folder = source.within(state.directory).text,
        Glob.isFolder(folder)
      else { continue }
      for file in Glob.files(below: folder, most: 300) {
        note(.write, own.below(Reading(file)), by: name)
      }
    }
  }

  private func baseName(of path: Reading) -> Reading {
    path.parts.last.map { Reading(Array($0)) } ?? path
  }

  private func inPlace(_ parts: Operands, _ arguments: [Reading], by name: String) {
    let isInPlace = arguments.contains { argument in
      guard let text = argument.text, text.hasPrefix("-") else { return false }
      if text.hasPrefix("--") { return text.hasPrefix("--in-place") }
      return text.dropFirst().prefix { !"ef".contains($0) }.contains("i")
    }
    guard isInPlace else {
      // `w FILE` at the end of a command of its script.
      let script = parts.values(of: "-e", "--expression") + parts.operands.prefix(1)
      for text in script.compactMap(\.text) {
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == ";" }) {
          guard let mark = line.firstRange(of: "w "), mark.upperBound < line.endIndex else {
            continue
          }
          note(.write, Reading(line[mark.upperBound...]), by: "\(name) w", isGuess: true)
        }
      }
      return
    }
    let hasScript = parts.has("-e", "-f", "--expression", "--file")
    for file in parts.operands.dropFirst(hasScript ? 0 : 1) {
      note(.write, file, by: "\(name) -i", follows: true)
    }
  }

  private func archive(_ arguments: [Reading], by name: String) {
    // `tar xzf FILE`: letters without a dash.
    var arguments = arguments
    if let first = arguments.first, !first.hasPrefix("-"), let text = first.text {
      arguments[0] = Reading("-\(text)")
    }
    let parts = Operands(
      arguments, short: "fCTXbHIK", long: ["--file", "--directory", "--exclude", "--transform"])
    let file = parts.values(of: "-f", "--file").first
    if parts.has("-x", "--extract", "--get") {
      let folder = parts.values(of: "-C", "--directory").first ?? Reading(".")
      note(.unpack, folder, by: name)
      // Members that are named.
      for member in parts.operands { note(.write, folder.below(member), by: name) }
    } else if parts.has("-c", "-r", "-u", "--create", "--append", "--update"), let file,
      file.text != "-"
    {
      note(.write, file, by: name, follows: true)
      if parts.has("--remove-files") { removeAll(parts.operands, by: name) }
    }
  }

  private func download(_ name: String, _ arguments: [Reading]) {
    let parts = Operands(
      arguments, short: name == "curl" ? "oHdXuAebFTmw" : "OoPUtTw",
      long: ["--output", "--output-document", "--header", "--data", "--request"])
    let isWget = name == "wget"
    let named = parts.values(of: isWget ? "-O" : "-o", "--output", "--output-document")
    for file in named where file.text != "-" {
      note(.write, file, by: name, follows: true)
    }
    if named.isEmpty, name != "curl" || parts.has("-O", "--remote-name") {
      let folder = parts.values(of: "-P", "--output-dir").first ?? Reading(".")
      for address in parts.operands { note(.write, folder.below(baseName(of: address)), by: name) }
    }
  }

  private func patch(_ parts: Operands, _ input: [Reading]?, by name: String) {
    if parts.has("--dry-run") { return }
    if let file = parts.operands.first { return note(.write, file, by: name, follows: true) }
    let texts = parts.values(of: "-i", "--input").map { text(ofFile: $0) } + (input ?? [])
    let strip = parts.values(of: "-p", "--strip").first?.text.flatMap { Int($0) } ?? 0
    notePatch(texts, strip: strip, by: name)
  }
}
