import Ledger
import Research
import Testing

@testable import Execution

/// Numbers of a spec against those of a machine.
@Suite struct ComputeAdviceTests {
  private let desk = ComputeAdvice.Machine(
    processors: 4, memory: 32_000_000_000, graphics: [], mayHaveGraphics: false)

  private func spec(_ change: (inout ComputeProfile) -> Void = { _ in }) -> Spec {
    var profile = ComputeProfile()
    profile.estimatedWallHours = 0.1
    profile.memoryGB = 2
    profile.gpuType = "none"
    change(&profile)
    var spec = Spec()
    spec.budget.tier = .standard
    spec.budget.tierText = "Standard"
    spec.computeProfile = profile
    return spec
  }

  private func advice(
    _ spec: Spec, on machine: ComputeAdvice.Machine? = nil, isSetUp: Bool = true,
    isPreferred: Bool = false
  ) -> ComputeAdvice {
    ComputeAdvice(
      for: spec, on: machine ?? desk, isSetUp: isSetUp, isPreferred: isPreferred)
  }

  private func deciding(_ spec: Spec, on machine: ComputeAdvice.Machine? = nil) -> [String] {
    advice(spec, on: machine).facts.filter(\.decides).map(\.name)
  }

  @Test func `each bound of the protocol decides, and only above it`() {
    #expect(deciding(spec()) == [])
    #expect(deciding(spec { $0.estimatedWallHours = 2 }) == [])
    #expect(deciding(spec { $0.estimatedWallHours = 2.01 }) == ["estimated_wall_hours"])
    #expect(deciding(spec { $0.memoryGB = 16 }) == [])
    #expect(deciding(spec { $0.memoryGB = 16.5 }) == ["memory_gb"])
    var heavy = spec()
    heavy.budget.tier = .heavy
    #expect(deciding(heavy) == ["tier"])
  }

  @Test func `what this machine has not decides too`() {
    var small = desk
    small.memory = 4_000_000_000
    #expect(deciding(spec { $0.memoryGB = 6 }, on: small) == ["memory_gb"])
    #expect(deciding(spec { $0.gpuType = "any" }) == ["gpu_type"])
    #expect(deciding(spec { $0.computeType = "gpu" }) == ["gpu_type"])
    var fast = desk
    fast.graphics = ["NVIDIA A100-SXM4-40GB"]
    fast.mayHaveGraphics = true
    #expect(deciding(spec { $0.gpuType = "A100" }, on: fast) == [])
    #expect(deciding(spec { $0.gpuType = "H100" }, on: fast) == ["gpu_type"])
    fast.graphics = []
    #expect(deciding(spec { $0.gpuType = "H100" }, on: fast) == [])
  }

  @Test func `the heading says what follows, and there is none where no machine is set up`() {
    let long = spec { $0.estimatedWallHours = 3 }
    #expect(advice(long).heading == .advisory)
    #expect(advice(long, isPreferred: true).heading == .advisory)
    #expect(advice(long, isSetUp: false, isPreferred: true).heading == nil)
    #expect(advice(long, isSetUp: false).needsAnother)
    #expect(advice(spec()).heading == .note)
    #expect(advice(spec(), isPreferred: true).heading == .note)
    #expect(advice(spec { $0.estimatedWallHours = 0.15 }, isPreferred: true).heading == .note)
    #expect(advice(spec { $0.estimatedWallHours = 0.16 }, isPreferred: true).heading == .preferred)
    #expect(advice(Spec()).heading == .note)
  }

  @Test func `a job gets twice its estimate, in whole hours`() {
    #expect(advice(spec()).hours == 1)
    #expect(advice(spec { $0.estimatedWallHours = 3.2 }).hours == 7)
    #expect(advice(spec { $0.estimatedWallHours = nil }).hours == 12)
    #expect(advice(spec { $0.estimatedWallHours = 1e300 }).hours == 8000)
  }

  @Test func `settings that a shell or ssh would read otherwise are refused`() {
    for host in ["-oProxyCommand=x", "a b", "a;b", "", "$(x)", "a\nb"] {
      #expect(throws: LedgerError.self) { try CloudSettings(engine: .ssh, host: host) }
    }
    for folder in ["-x", "a b", "../x", "a/../b", "$HOME", "~x"] {
      #expect(throws: LedgerError.self) {
        try CloudSettings(engine: .ssh, host: "lab", folder: folder)
      }
    }
    #expect(throws: LedgerError.self) { try CloudSettings(engine: .ssh) }
    #expect((try? CloudSettings(engine: .ssh, host: "maya@lab.example.org"))?.isRemote == true)
    #expect((try? CloudSettings(engine: .local))?.isRemote == false)
  }
}
