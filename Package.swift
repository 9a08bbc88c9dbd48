// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with: Swift 6, strict memory safety, no warning let through.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A layer of the house: its folder under Sources, and the layers below that it may import.
func layer(
  _ name: String, on lower: [Target.Dependency], embedding resources: [Resource] = []
) -> Target {
  .target(name: name, dependencies: lower, resources: resources, swiftSettings: strict)
}

/// The tests of a layer, in the folder of the same name under Tests.
func tests(of name: String, with others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "SeededDice"] + others,
    swiftSettings: strict)
}

let package = Package(
  name: "rtrack",
  products: [.executable(name: "rtrack", targets: ["rtrack"])],
  targets: [
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(
      name: "CMarkdown", pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev"]), .brew(["cmark-gfm"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3",
      providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
    .target(name: "CLibgit2"),
    .target(name: "CSystem"),

    layer("Platform", on: ["CSystem"]),
    layer("ArgumentParsing", on: ["Platform"]),
    layer("Documents", on: ["CYAML", "CMarkdown"]),
    layer("Research", on: []),
    layer(
      "Experiments", on: ["Research", "Documents"], embedding: [.embedInCode("experiment.md")]),
    layer("Git", on: ["CLibgit2", "Platform"]),
    layer("Ledger", on: ["Research", "Git", "Documents", "Platform"]),
    layer("Database", on: ["CSQLite"]),
    layer("Query", on: ["Database", "Ledger", "Research", "Git", "Platform"]),
    layer(
      "Enforcement", on: ["Ledger", "Experiments", "Research", "Git", "Documents", "Platform"],
      embedding: [.embedInCode("Hooks/stub")]),
    layer(
      "Execution",
      on: ["Enforcement", "Experiments", "Ledger", "Research", "Git", "Documents", "Platform"],
      embedding: [
        .embedInCode("Engines/job"), .embedInCode("Engines/measure"),
        .embedInCode("Engines/container"),
      ]),
    layer(
      "Reports",
      on: ["Enforcement", "Experiments", "Ledger", "Research", "Git", "Documents"]),
    .executableTarget(
      name: "rtrack",
      dependencies: [
        "Reports", "Execution", "Enforcement", "Query", "Database", "Ledger", "Experiments",
        "Research", "Git", "Documents",
        "Platform", "ArgumentParsing",
      ],
      resources: [
        .embedInCode("Templates/github-verify.yml"), .embedInCode("Templates/gitlab-verify.yml"),
        .embedInCode("Templates/github-experiment.yml"),
        .embedInCode("Templates/gitlab-experiment.yml"),
        .embedInCode("Templates/handoff.md"), .embedInCode("Templates/cloud-run"),
      ],
      swiftSettings: strict,
      // libgit2's libraries would make transports ready that nothing here uses; these stand in
      // their place (see CLibgit2/transports.c).
      linkerSettings: [
        .unsafeFlags(
          [
            "mbedtls_x509_crt_parse_file", "mbedtls_x509_crt_parse_path",
            "mbedtls_ctr_drbg_seed", "libssh2_init",
          ].flatMap { ["-Xlinker", "--export-dynamic-symbol=\($0)"] },
          .when(platforms: [.linux]))
      ]),
    // Replays a real lab; built beside rtrack, never installed.
    .executableTarget(
      name: "demo", dependencies: ["Documents", "Research", "Platform"], path: "Demo",
      exclude: ["lab.json"], swiftSettings: strict),

    // What property tests throw with.
    .target(name: "SeededDice", path: "Tests/SeededDice", swiftSettings: strict),
    tests(of: "Platform"),
    tests(of: "ArgumentParsing"),
    tests(of: "Documents"),
    tests(of: "Research"),
    tests(of: "Git", with: ["Platform"]),
    tests(of: "Ledger", with: ["Research", "Git", "Documents", "Platform"]),
    tests(of: "Database", with: ["Platform"]),
    tests(of: "Query", with: ["Database", "Ledger", "Research", "Git", "Platform"]),
    tests(of: "Experiments", with: ["Research", "Documents", "Platform"]),
    tests(
      of: "Enforcement",
      with: ["Ledger", "Experiments", "Research", "Git", "Documents", "Platform"]),
    tests(of: "Execution", with: ["Experiments", "Research", "Git", "Documents", "Platform"]),
    tests(of: "Reports", with: ["Enforcement", "Experiments", "Research", "Documents"]),
    tests(
      of: "rtrack",
      with: ["Ledger", "Research", "Git", "Platform", "Documents", "ArgumentParsing"]),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["Platform"], swiftSettings: strict),
    // The program as real processes: races and kills.
    .testTarget(
      name: "ProofTests", dependencies: ["rtrack", "Documents", "Platform", "SeededDice"],
      swiftSettings: strict),
    // What git can do to a promise, and what sees it: attacks and honest work, with real git.
    .testTarget(
      name: "AttackTests", dependencies: ["rtrack", "Platform"], swiftSettings: strict),
    // The real lab's history, played by real processes.
    .testTarget(
      name: "DemoTests", dependencies: ["demo", "rtrack", "Documents", "Research", "Platform"],
      swiftSettings: strict),
  ]
)
