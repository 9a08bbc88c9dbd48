import Experiments
import Research
import Testing

@Suite struct SpecRuleTests {
  @Test func `A whole spec passes, and only what READ judges is told`() {
    let check = SpecCheck(Sample.text)
    #expect(check.faults == [])
    #expect(check.findings.map { $0.fault.rule } == [.judgedByRead])
    #expect(check.isPassed)
  }

  @Test(arguments: [
    ("# Experiment: dropout", "# Dropout", ["title:1"]),
    ("# Experiment: dropout", "", ["title:1"]),
    ("## Controls\nEverything else.\n", "", ["heading:1"]),
    ("## Controls", "### Controls", ["heading:9"]),
    ("## Controls\nEverything else.", "## Controls", ["heading:9"]),
    ("## Notes of our own", "## Controls", ["heading:64"]),
    ("raises test accuracy by at least 1 percentage point", "is good", ["hypothesis:3"]),
    ("- `dropout`: 0 (baseline), 0.2 (treatment), \"off, really\".", "dropout", ["variable:6"]),
    ("`dropout`: 0 (baseline), 0.2 (treatment), \"off, really\".", "`dropout`:", ["variable:7"]),
    ("- `dropout`", "- `dropout`: 1\n- `dropout`", ["variable:8"]),
    ("`loss` in [0, inf), lower", "`loss`, lower", ["range:18"]),
    ("- `loss` in [0, inf)", "- loss in [0, inf)", ["metric:18", "undeclared:58"]),
    ("`loss` in [0, inf)", "`loss` in [1, 0]", ["metric:18"]),
    ("`loss` in [0, inf)", "`loss` in [low, high]", ["metric:18"]),
    (
      "`loss` in [0, inf), lower is better",
      "`loss` in [0, inf), lower is better, higher is better",
      ["metric:18"]
    ),
    ("- `loss` in", "- `loss`, `err` in", ["metric:18"]),
    ("- `loss`", "- `acc` in [0, 1]\n- `loss`", ["metric:18"]),
    (
      "- `acc` in [0, 1]", "- `b` in [0, 1]\n- `c` in [0, 1]\n- `acc` in [0, 1]",
      ["primary:17"]
    ),
    ("### Primary", "### Secondary", ["primary:12"]),
    ("No dropout: `acc` 0.8 within 0.01.", "None.", ["baseline:23"]),
    ("No dropout: `acc` 0.8 within 0.01.", "The old one.", ["baseline:24"]),
    ("`acc` 0.8 within 0.01", "`acc` 0.8", ["baseline:24"]),
    ("`acc` 0.8 within 0.01", "`acc` 80 within 1", ["baseline:24"]),
    ("`acc` 0.8 within 0.01", "`top5` 0.8 within 0.01", ["undeclared:24"]),
    ("- [ ] SC-3: the", "- [ ] The", ["criterion:29"]),
    ("- [ ] SC-3: the", "- SC-3: the", []),
    ("SC-3", "SC-2", ["criterion:29"]),
    ("- [ ] SC-2", "- [x] SC-2", ["ticked:28"]),
    ("`std(per_seed.acc) < 0.05`", "`std(per_seed.acc) = 0.05`", ["criterion:28"]),
    ("`std(per_seed.acc) < 0.05`", "`acc < 0.05`", ["criterion:28"]),
    ("the curves look alike", "so `treatment.acc > 0.9`", ["criterion:29"]),
    ("`std(per_seed.acc) < 0.05`", "`std(per_seed.top5) < 0.05`", ["undeclared:28"]),
    ("`std(per_seed.acc) < 0.05`", "`std(per_seed.acc) < 1`", ["decides:28"]),
    ("`std(per_seed.acc) < 0.05`", "`treatment.acc > 1`", ["decides:28"]),
    ("baseline.acc + 0.01", "baseline.acc + 1 %", ["percent:27"]),
    (
      "1. Baseline with seeds 0, 1 and 2.\n2. Treatment with the same.", "Seeds 1, 2, 3.",
      ["protocol:34"]
    ),
    ("seeds 0, 1 and 2", "three seeds", ["protocol:34"]),
    ("seeds 0, 1 and 2", "seeds 0, 1, 2 and 3", ["budget:38"]),
    ("- Max GPU-hours: 1\n", "", ["budget:38"]),
    ("90 min", "90", ["budget:38"]),
    ("**Tier:** Standard", "", ["tier:38"]),
    ("**Tier:** Standard", "**Tier:** Medium", ["tier:39"]),
    ("**Tier:** Standard", "**Tier:** Quick", ["tier:39", "tier:39"]),
    ("memory_gb: 2\n", "", ["compute-profile:46"]),
    ("memory_gb: 2", "memory_gb: lots", ["compute-profile:46"]),
    ("compute_type: cpu", "compute_type: gpu", ["compute-profile:46"]),
    ("gpu_type: none", "gpu_type: RTX", ["compute-profile:46"]),
    ("estimated_wall_hours: 0.5", "estimated_wall_hours: 5", ["compute-profile:46"]),
    ("compute_type: cpu", "compute_type: [cpu", ["compute-profile:48"]),
    ("### Compute Profile", "### Machine", ["compute-profile:38"]),
    (
      "- `treatment.loss > 100` for a whole epoch\n- `loss` is not a number.", "None.",
      ["abort:57"]
    ),
    ("`treatment.loss > 100`", "`treatment.loss >> 100`", ["abort:58"]),
    ("`treatment.loss > 100`", "`treatment.loss >= 0`", ["decides:58"]),
    ("The optimiser.", "TODO: name them", ["placeholder:62"]),
  ])
  func `Each fault is told once, with its rule and its line`(
    old: String, new: String, faults: [String]
  ) {
    let text = Sample.with(old, new)
    let found = SpecCheck(text).faults.filter { !($0.hasPrefix("criterion") && faults == []) }
    #expect(found == faults)
    // What stops registering is only told of a file that was adopted.
    #expect(SpecCheck(text, .legacy).isPassed)
  }

  @Test func `A fault of a predicate has the predicate's column`() throws {
    let check = SpecCheck(Sample.with("std(per_seed.acc) < 0.05", "std(per_seed.acc) = 0.05"))
    let fault = try #require(check.findings.first { $0.fault.rule == .criterion }?.fault)
    #expect(fault.place.column == 32)
    #expect(fault.message.contains("write `==`"))
  }

  @Test(arguments: ["", "words", "# A survey\n\n## Method\n\nwords\n", "## Hypothesis\n5 more\n"])
  func `What is no spec is one error in every profile`(text: String) {
    for profile in SpecProfile.allCases {
      let check = SpecCheck(text, profile)
      #expect(check.faults == ["spec:1"] && !check.isPassed)
    }
  }

  @Test func `Bytes that are no text, and too many, are one error`() {
    #expect(SpecCheck([0x23, 0x20, 0xFF], .legacy).faults == ["spec:1"])
    #expect(SpecCheck([UInt8](repeating: 35, count: 2 << 20), .strict).faults == ["spec:1"])
  }

  @Test func `The legacy profile counts what many places lack, and tells it once`() throws {
    let text = Sample.with(
      "- `acc` in [0, 1], higher is better: share that is right",
      "1. **Accuracy** — share\n2. **Error** — the rest")
    let check = SpecCheck(
      text.split(separator: "- `loss` in").joined(separator: "- Loss in"), .legacy)
    let metrics = check.findings.filter { $0.fault.rule == .metric }
    #expect(metrics.count == 1)
    #expect(metrics.first?.fault.message.hasPrefix("3 metrics") == true)
    #expect(metrics.first?.fault.place.line == 15)
  }
}
