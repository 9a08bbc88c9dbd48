import Platform
import Testing

@testable import rtrack

/// What is refused of a container before anything is on record; nobody runs any here.
@Suite struct CloudContainerRefusalTests {
  @Test func `names that are no image's, and limits without a container, are refused`() throws {
    let cloud = try CloudLab()
    for (words, word) in [
      (["--image=-v=/:/host"], "expected an image"), (["--image", "a b"], "expected an image"),
      (["--image", "a$(id)"], "expected an image"), (["--image", ""], "expected an image"),
      (["--image", "/etc"], "expected an image"), (["--memory-gb", "1"], "runs in none"),
      (["--container", "--memory-gb", "0"], "memory-gb"),
      (["--container", "--image", "none"], "opposite"),
    ] {
      let sent = cloud.session.rtrack(["cloud", "run", "true", "--spec", "1"] + words)
      #expect(sent.status == 2 && sent.errors.contains(word), "\(words): \(sent.errors)")
    }
    for (key, value) in [("image", "-x"), ("container", "lxc")] {
      try cloud.session.call(["git", "config", "rtrack.cloud.\(key)", value])
      let sent = cloud.send("true")
      #expect(sent.status == 2 && sent.errors.contains("rtrack.cloud.\(key)"), "\(sent.errors)")
      try cloud.session.call(["git", "config", "--unset", "rtrack.cloud.\(key)"])
    }
    #expect(try cloud.lab.kinds() == [] && cloud.jobs().isEmpty)
  }

  @Test func `where nobody runs containers nothing is started, and no image means none`() throws {
    let cloud = try CloudLab()
    cloud.session.environment["DOCKER_HOST"] = "unix:///nowhere"
    // As on a machine that has neither.
    for name in ["docker", "podman"] {
      let path = Path.join(cloud.session.root, "bin/\(name)")
      try cloud.session.write(path, "#!/bin/sh\nexit 1\n")
      try cloud.session.call(["chmod", "+x", path])
    }
    let path = cloud.session.environment["PATH"] ?? ""
    cloud.session.environment["PATH"] = "\(Path.join(cloud.session.root, "bin")):\(path)"
    let refused = cloud.send("true", "--container")
    #expect(refused.status == 2, "\(refused.errors)")
    #expect(refused.errors.contains("no docker or podman answers on this machine"))
    try cloud.session.call(["git", "config", "rtrack.cloud.container", "podman"])
    #expect(cloud.send("true", "--container").errors.contains("no podman answers"))
    #expect(try cloud.lab.kinds() == [] && cloud.jobs().isEmpty)
    try cloud.session.call(["git", "config", "rtrack.cloud.image", "lab:1"])
    let ran = cloud.session.rtrack([
      "cloud", "run", cloud.lab.good, "--spec", "1", "--image", "none",
    ])
    #expect(ran.status == 0, "\(ran.errors)")
  }

  /// What stands in for who runs containers: it answers, knows every image, and starts none.
  private static let silent = """
    #!/bin/sh
    case "$1 ${2:-}" in
    version*) echo 25.0.1 ;;
    'image inspect') echo sha256:4f00 ;;
    'info --format') echo "${WHO:-[]}" ;;
    run*) printf '%s\\n' "$@" > '@PLACE@'; exit 125 ;;
    esac
    """

  @Test(arguments: [
    ("docker", "[]", "", ["--gpus", "all", "--user", "ID"]),
    ("docker", "[name=rootless]", "0,1", ["--gpus", "\"device=0,1\"", "--user", "0:0"]),
    ("docker", "[name=userns]", "x;y", ["--gpus", "all", "--userns", "host", "--user", "ID"]),
    ("podman", "true", "", ["nvidia.com/gpu=all", "--userns", "keep-id", "--user", "ID"]),
    ("podman", "false", "0,1", ["nvidia.com/gpu=0", "nvidia.com/gpu=1", "--user", "ID"]),
  ])
  func `graphics processors and the caller's own user are asked for in each one's words`(
    tool: String, who: String, visible: String, words: [String]
  ) throws {
    let spec = try ResultSessionTests.block("spec", of: "experiments")
      .replacing("compute_type: cpu", with: "compute_type: gpu")
      .replacing("gpu_type: none", with: "gpu_type: any")
    let cloud = try CloudLab(spec: spec)
    let place = cloud.lab.outside("words")
    let program = Path.join(cloud.session.root, "bin/\(tool)")
    try cloud.session.write(program, Self.silent.replacing("@PLACE@", with: place))
    try cloud.session.call(["chmod", "+x", program])
    cloud.session.environment["PATH"] =
      "\(Path.parent(program)):\(cloud.session.environment["PATH"] ?? "")"
    cloud.session.environment["WHO"] = who
    cloud.session.environment["CUDA_VISIBLE_DEVICES"] = visible.isEmpty ? nil : visible
    try cloud.session.call(["git", "config", "rtrack.cloud.container", tool])
    let sent = cloud.send("true", "--container")
    #expect(sent.status == 0 && sent.errors.contains("graphics processor"), "\(sent.errors)")
    #expect(try cloud.state(of: "1", until: "error", "failed", "lost") == "error")
    let asked = try cloud.session.read(place).split(separator: "\n").map(String.init)
    let said = try cloud.session.call(["sh", "-c", "echo $(id -u):$(id -g)"]).output
    let own = String(decoding: said.dropLast(), as: UTF8.self)
    let wanted = words.map { $0 == "ID" ? own : $0 }
    #expect(asked.filter { wanted.contains($0) }.sorted() == wanted.sorted(), "\(asked)")
    #expect(asked.suffix(4) == ["sha256:4f00", "/job/container/script", "inside", "command"])
  }
}
