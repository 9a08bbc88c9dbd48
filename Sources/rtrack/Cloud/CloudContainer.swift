import ArgumentParsing
import Execution
import Ledger
import Research

/// What a call says of the container that a job runs in.
struct ContainerOptions: ParsableArguments {
  @Flag(help: "Run it in a container: of rtrack.cloud.image, else python:3.11")
  var container: Bool

  @Option(
    value: "IMAGE", help: "Run it in a container of this image; none: in no container")
  var image: ImageWord?

  @Option(value: "GB", help: "How much memory its container may hold")
  var memoryGb: Double?

  func validate() throws {
    // What docker takes at least; a machine with more than a PB is not known.
    if let memoryGb, !(memoryGb >= 0.006 && memoryGb <= 1e6) {
      throw ArgumentFault("--memory-gb takes a number of GB from 0.006")
    }
    if container, image == ImageWord.none {
      throw ArgumentFault("--container and --image none say the opposite of each other")
    }
  }

  /// The container that is asked for; nil for none. What it gets of the machine is told.
  func order(for session: RunSession, on site: CloudSite) throws -> ContainerOrder? {
    let settings = try ContainerSettings(of: session.ledger.repository)
    guard let order = try order(settings, for: session.spec.spec) else { return nil }
    try site.check(order, session.context)
    if order.hasGraphics {
      session.context.note(
        "rtrack: the spec asks for a graphics processor: the container gets those of its machine")
    }
    return order
  }

  private func order(_ settings: ContainerSettings, for spec: Spec) throws -> ContainerOrder? {
    let standard = settings.image ?? (container ? ContainerImage.standard : nil)
    let chosen: ContainerImage? =
      switch image {
      case nil: standard
      case ImageWord.none?: nil
      case .named(let image)?: image
      }
    guard let chosen else {
      if memoryGb == nil { return nil }
      throw LedgerError(
        .invalid, "--memory-gb is the limit of a container, and this job runs in none",
        hint: "say --container, or --image with the image")
    }
    return ContainerOrder(
      image: chosen, tool: settings.tool, memory: memoryGb.map { Int($0 * 1e9) },
      hasGraphics: (spec.computeProfile ?? ComputeProfile()).wantsGraphics)
  }
}

/// The image that a call names.
enum ImageWord: ExpressibleByArgument, Hashable {
  case none
  case named(ContainerImage)

  init(argument: String) throws(ArgumentFault) {
    if argument == "none" {
      self = .none
    } else if let image = ContainerImage(argument) {
      self = .named(image)
    } else {
      throw ArgumentFault("expected an image such as \(ContainerImage.standard.name), or none")
    }
  }
}

extension ContainerOrder {
  /// What the start of a run says of it.
  var facts: [RunStart.Fact] {
    var facts = [RunStart.Fact("image", image.name)]
    if let memory { facts.append(RunStart.Fact("memory_limit", "\(memory)")) }
    if hasGraphics { facts.append(RunStart.Fact("container_graphics", "all")) }
    return facts
  }
}

extension CloudSite {
  /// Says no where nobody there runs containers, as far as that can be seen from here.
  func check(_ container: ContainerOrder, _ context: Context) throws {
    if engineName == .ci {
      throw LedgerError(
        .invalid, "a job of CI runs in the container that its workflow names, and in no other",
        hint: "say --image none, and name \(container.image.name) in the workflow")
    }
    let wanted = container.tool?.rawValue ?? "docker or podman"
    do throws(EngineFault) {
      let answers = try persisting(context).call { () throws(EngineFault) in
        try engine.runsContainers(container.tool)
      }
      if answers { return }
    } catch {
      throw LedgerError(.remote, "\(error.message); nothing was started", hint: "try again")
    }
    throw LedgerError(
      .remote, "no \(wanted) answers on \(host ?? "this machine"); nothing was started",
      hint: "start it there, or run it without a container: --image none")
  }
}
