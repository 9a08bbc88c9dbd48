import Documents
import Platform
import Research
import SeededDice
import Testing

@testable import Enforcement

/// Nothing that can be given traps or takes long.
@Suite struct GuardFuzzTests {
  let world: GuardWorld

  init() throws { world = try GuardWorld() }

  private static let pieces = [
    "rm", "-rf", "experiments/exp-001-lr.md", "$(", ")", "`", "'", "\"", "\\", "\n", ";", "&&",
    "||",
    "|", "&", "<<EOF", "<<-'E'", "EOF", ">", ">>", "<", "<<<", "2>&1", "&>", "{", "}", "{a,b}",
    "{1..3}", "(", "((", "))", "[[", "]]", "if", "then", "fi", "for", "f", "in", "do", "done",
    "while", "case", "esac", ";;", "function", "$x", "${x}", "${x:-$(", "$@", "$'\\x41'", "*", "?",
    "[a-z]", "~", "#", "=", "x=", "x=$x$x", "eval", "sh -c", "xargs", "find . -exec", "git",
    "checkout", "--", "python -c", "open('QUESTIONS.md','w')", "sudo", "cd", "..", "/", "\0", "é",
    "{{{{,", "}}},", "!", "time", "-", "--x=", "env", "-S", "trap", "{}", "+", "\\;", "patch", "-p",
    "tar", "xf", "-C", "dd", "of=", "sed -i", "e", "f()", "f", "{}..{}", "{0..999999999}",
    "{-9223372036854775808..1}", "${x%", "${x:-", "!(", "source <(", "set --", "alias r=", "read x",
    "ln -s", "printf '%s%d'", "**", ";&", "trap", "coproc X", "$((", "parallel", "awk -v f=x",
  ]

  @Test(arguments: [1, 2, 3, 4] + [UInt64.random(in: 1000 ... .max)])
  func `random lines are judged, whatever they are`(seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    for round in 0..<400 {
      var line = ""
      for _ in 0..<random.below(30) {
        line += Self.pieces[random.below(Self.pieces.count)]
        if random.below(3) > 0 { line += " " }
      }
      let state = ShellState(directory: world.top, environment: ["HOME": "/home/flux"])
      let run = ShellRun(state)
      run.run(text: line)
      #expect(run.deeds.count <= 40_000, "seed \(seed), round \(round)")
      if round % 20 == 0 { _ = try world.refusal(.shell(line)) }
    }
  }

  @Test(arguments: [5, 6] + [UInt64.random(in: 1000 ... .max)])
  func `cut and changed lines are judged`(seed: UInt64) throws {
    var random = SeededDice(seed: seed)
    let lines =
      GuardLines.blocked + GuardLines.passing + GuardEvasions.blocked + GuardHonesty.passing
    for _ in 0..<400 {
      var bytes = Array(lines[random.below(lines.count)].utf8)
      for _ in 0...random.below(3) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        default: bytes = Array(bytes[..<place])
        }
      }
      let state = ShellState(directory: world.top, environment: [:])
      ShellRun(state).run(text: String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Each is longer than a system lets a command line be, or grows into far more where nothing
  /// bounds it.
  static let hostile: [String] = [
    String(repeating: "(", count: 1 << 18), String(repeating: "$(", count: 1 << 17),
    String(repeating: "`", count: 1 << 18), String(repeating: "{", count: 1 << 18),
    String(repeating: "{a,", count: 1 << 16), String(repeating: "{a,b}", count: 1 << 15),
    String(repeating: "rm ", count: 1 << 16), String(repeating: "rm x;", count: 1 << 15),
    String(repeating: "<<a ", count: 1 << 16), String(repeating: "cat <<a\n", count: 1 << 14),
    "rm " + String(repeating: "*", count: 1 << 18), "rm " + String(repeating: "*a", count: 1 << 17),
    "rm " + String(repeating: "../", count: 1 << 16), String(repeating: "\"", count: 1 << 18),
    String(repeating: "[", count: 1 << 18), String(repeating: "\\", count: 1 << 18),
    "rm " + String(repeating: "$x*", count: 1 << 16), String(repeating: "if ", count: 1 << 16),
    "x=aaaa;" + String(repeating: "x=$x$x;", count: 1000) + "rm $x",
    String(repeating: "x={a,b}$x;", count: 1000) + "rm $x$x$x",
    "f() { f; f; }; f", "f() { eval f; g; }; g() { f; f; f; }; f",
    String(repeating: "eval ", count: 1 << 15) + "rm x", String(repeating: "env ", count: 1 << 16),
    String(repeating: "sudo ", count: 1 << 16), String(repeating: "! ", count: 1 << 17),
    "python -c \"" + String(repeating: "open('a', ", count: 1 << 15) + "\"",
    "python -c '" + String(repeating: "(", count: 1 << 18) + "'",
    "python -c '" + String(repeating: "\"a\"", count: 1 << 16) + "write'",
    String(repeating: "for i in $i $i; do ", count: 50_000),
    String(repeating: "a|", count: 1 << 17),
    String(repeating: "a=(", count: 1 << 16), String(repeating: "${", count: 1 << 17),
    String(repeating: "[[ ", count: 1 << 16), String(repeating: "case x in ", count: 1 << 15),
    "find . " + String(repeating: "-exec rm {} ; ", count: 1 << 14),
    "xargs -I a " + String(repeating: "a", count: 1 << 18) + " <<< b",
    String(repeating: "${x:-", count: 1 << 16) + String(repeating: "}", count: 1 << 16),
    String(repeating: "${x:-${y:-", count: 20) + "a" + String(repeating: "}}", count: 20),
    String(repeating: "!(", count: 1 << 17), String(repeating: "$((", count: 1 << 16),
    "x=" + String(repeating: "a", count: 4000) + ";"
      + String(repeating: "rm ${x%%*b};", count: 999),
    "printf " + String(repeating: "%s", count: 1 << 16) + " "
      + String(repeating: "a ", count: 99999),
    String(repeating: "ln -s a b;", count: 1 << 14),
    String(repeating: "trap 'trap x' 1;", count: 9999),
    String(repeating: "cat <(", count: 1000) + String(repeating: ")", count: 1000),
    "alias " + String(repeating: "a=a ", count: 1 << 15) + "; a",
    "rm " + String(repeating: "a/../", count: 1 << 15),
    "python -c \"" + String(repeating: "open(f'{a}', ", count: 1 << 14) + "\"",
    "python -c \"" + String(repeating: "join('a', ", count: 1 << 14) + "\"",
    "python -c \"" + String(repeating: "a = 'a';", count: 1 << 14) + "\"",
    String(repeating: "x() { ", count: 1 << 15), "cat " + String(repeating: "<(", count: 1 << 17),
  ]

  @Test(.timeLimit(.minutes(30)), arguments: hostile.indices)
  func `a hostile line of any length is judged`(index: Int) throws {
    let line = Self.hostile[index]
    _ = try world.refusal(.shell(line))
    _ = CodeText(line)
  }

  @Test func `patterns fit as a naive reading of them does`() {
    var random = SeededDice(seed: 9)
    let letters: [Reading.Unit] = [
      .byte(97), .byte(98), .byte(Reading.slash), .star, .one, .unknown, .there,
    ]
    for round in 0..<4000 {
      let units = (0..<random.below(6)).map { _ in letters[random.below(letters.count)] }
      let text = String(
        decoding: (0..<random.below(7)).map { _ in [97, 98, 47][random.below(3)] }, as: UTF8.self)
      let expected = naive(units[...], Array(text.utf8)[...])
      #expect(Reading(units).fits(text) == expected, "round \(round): \(units) and \(text)")
    }
  }

  private func naive(_ units: ArraySlice<Reading.Unit>, _ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = units.first else { return bytes.isEmpty }
    let rest = units.dropFirst()
    let byte = bytes.first
    switch first {
    case .byte(let wanted): return byte == wanted && naive(rest, bytes.dropFirst())
    case .one: return byte != nil && byte != 47 && naive(rest, bytes.dropFirst())
    case .star:
      return naive(rest, bytes) || (byte != nil && byte != 47 && naive(units, bytes.dropFirst()))
    case .there, .unknown:
      return naive(rest, bytes) || (byte != nil && naive(units, bytes.dropFirst()))
    }
  }
}
