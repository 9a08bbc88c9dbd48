public import Platform
public import Research

/// The machine and the tools that a run stands on, as its start records them. Nothing is started
/// to find out but the Python that runs the command and tools that are known, and of the variables
/// only those that are asked for are read.
public struct RunEnvironment: Sendable {
  /// Facts of the machine and the program.
  public let facts: [RunStart.Fact]
  /// Why Python's packages are not among them although it runs the command; nil where nothing is
  /// amiss.
  public let silence: String?
  /// Variables that are allowed to be recorded.
  public let variables: [RunStart.Fact]

  /// Variables that decide how programs compute, and hold no secrets.
  static let allowed = [
    "CONDA_DEFAULT_ENV", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "LANG", "LC_ALL",
    "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    "PYTHONHASHSEED", "PYTHONPATH", "TF_DETERMINISTIC_OPS", "TZ", "VIRTUAL_ENV",
    "CUBLAS_WORKSPACE_CONFIG", "SLURM_JOB_ID", "SLURM_JOB_PARTITION",
  ]

  /// Looks at the machine.
  ///
  /// - Parameters:
  ///   - command: what is run.
  ///   - program: where its program lies.
  ///   - directory: where it works.
  ///   - workTree: the top of the work tree, if there is one: a program of the project is named
  ///     from there, since it is the commit's, wherever the clone lies.
  ///   - version: rtrack's own.
  ///   - tools: the versions of the tools that it stands on.
  ///   - environment: what the command gets.
  ///   - more: names of variables to be recorded beside the usual ones.
  /// - Throws: ``Refusal`` when one of these would record a secret.
  public init(
    _ machine: MachineFacts, of command: [String], program: String, from directory: String,
    in workTree: String?, version: String, tools: ToolVersions, environment: [String: String],
    more: [String] = []
  ) throws(Refusal) {
    var facts = [
      RunStart.Fact("system", machine.system), RunStart.Fact("kernel", machine.kernel),
      RunStart.Fact("architecture", machine.architecture),
    ]
    if let processor = machine.processor { facts.append(RunStart.Fact("processor", processor)) }
    facts += [
      RunStart.Fact("processors", "\(machine.processors)"),
      RunStart.Fact("memory", "\(machine.memory)"),
    ]
    if !machine.graphics.isEmpty {
      facts.append(RunStart.Fact("graphics", machine.graphics.joined(separator: ", ")))
    }
    // Through links: `python3` is one to the version that runs.
    let place = (try? FileSystem.resolve(program)) ?? program
    let own = workTree.flatMap { Path.relative(place, to: (try? FileSystem.resolve($0)) ?? $0) }
    facts.append(RunStart.Fact("program", own ?? place))
    facts.append(RunStart.Fact("rtrack", version))
    if let driver = machine.graphicsDriver {
      facts.append(RunStart.Fact("graphics_driver", driver))
    }
    facts += tools.facts
    switch PythonPackages.asked(
      of: command, program: program, in: directory, environment: environment)
    {
    case nil: silence = nil
    case .success(let python):
      facts += python.facts
      silence = nil
    case .failure(let error):
      facts.append(RunStart.Fact("packages_unknown", error.reason))
      silence = error.reason
    }
    self.facts = facts
    for name in more where SecretRule.isSecret(name: name) {
      throw Refusal(
        rule: "secret", reason: "the variable \(name) is called as a secret, and would be recorded",
        hint: "leave `--variable \(name)` out: the command sees it all the same")
    }
    let names = Set(Self.allowed + more)
    variables = names.sorted().compactMap { name in
      guard let value = environment[name], !value.isEmpty, !SecretRule.isSecret(value: value)
      else { return nil }
      return RunStart.Fact(name, String(value.prefix(1_000)))
    }
  }
}
