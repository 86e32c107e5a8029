// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "hornbook",
    platforms: [.macOS(.v14)],
    dependencies: [
        // The command line: parsing, help, completions, manual.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // YAML: recipes and packs, with PromptSource's tags.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        // SHA-256 of inputs and outputs, with the processor's own instructions for it: several times as fast as plain code.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // Python's integers have no bound; templates count with those that data holds.
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.0"),
    ],
    targets: [
        // The rooms, from the lowest up; Sources/ARCHITECTURE.md says what is in each. A room imports only what is listed here for it.
        .target(name: "System"),
        .target(name: "Diagnostics"),
        .target(name: "JSON", dependencies: ["System"]),
        .target(
            name: "Jinja",
            dependencies: ["JSON", "Diagnostics", "System", .product(name: "BigInt", package: "BigInt")],
            exclude: ["Differences.md"]),
        .target(name: "Mixing", dependencies: ["System"], exclude: ["KeyFormat.md"]),
        .target(name: "Staging", dependencies: ["Diagnostics", "System"]),
        .target(name: "Records", dependencies: ["JSON", "Diagnostics", "System"]),
        .target(name: "Conversations", dependencies: ["JSON"]),
        .target(
            name: "Prompting", dependencies: ["Conversations", "Jinja", "JSON", "Mixing", "Diagnostics", "System"]),
        .target(
            name: "Formats",
            dependencies: [
                "Prompting", "Conversations", "JSON", "Diagnostics", "System",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "Recipes",
            dependencies: [
                "Prompting", "Conversations", "Records", "Formats", "Mixing", "Staging", "Jinja", "JSON", "Diagnostics",
                "System", .product(name: "Yams", package: "Yams"),
            ],
            plugins: ["EmbedPacksPlugin"]),
        .target(
            name: "Reports", dependencies: ["JSON", "Mixing", "Diagnostics"], exclude: ["ManifestSchema.md"]),
        .target(
            name: "Running",
            dependencies: ["Reports", "Prompting", "Records", "Formats", "Mixing", "JSON", "Diagnostics", "System"]),
        .target(name: "Similarity"),
        .target(
            name: "Ordering",
            dependencies: [
                "Running", "Reports", "Prompting", "Records", "Formats", "Mixing", "Staging", "JSON", "Diagnostics",
                "System",
            ]),
        .target(
            name: "Linting",
            dependencies: [
                "Running", "Recipes", "Reports", "Prompting", "Conversations", "Records", "Formats", "Mixing", "JSON",
                "Diagnostics", "System",
            ]),
        .target(
            name: "Inspecting",
            dependencies: ["Running", "Reports", "Prompting", "Records", "Mixing", "JSON", "Diagnostics", "System"]),

        // Features that need no build.
        .target(
            name: "Filtering",
            dependencies: ["Running", "Prompting", "Records", "Formats", "Mixing", "Jinja", "JSON", "Diagnostics"]),
        .target(
            name: "Comparing",
            dependencies: [
                "Running", "Recipes", "Reports", "Records", "Formats", "Mixing", "JSON", "Diagnostics", "System",
            ]),
        .target(
            name: "Drafting",
            dependencies: ["Inspecting", "Running", "Recipes", "Prompting", "Formats", "Jinja", "JSON", "Diagnostics"]),
        .target(
            name: "Growing",
            dependencies: [
                "Similarity", "Running", "Reports", "Prompting", "Conversations", "Records", "Formats", "Mixing",
                "JSON",
                "Diagnostics",
            ]),
        .target(
            name: "Requesting",
            dependencies: [
                "Linting", "Running", "Recipes", "Reports", "Prompting", "Conversations", "Records", "Formats",
                "Mixing", "Jinja",
                "JSON",
                "Diagnostics",
            ]),

        .target(
            name: "Building",
            dependencies: [
                "Ordering", "Linting", "Running", "Recipes", "Reports", "Prompting", "Conversations", "Records",
                "Formats", "Mixing", "Staging", "JSON", "Diagnostics", "System",
            ]),
        // Features on top of a build.
        .target(
            name: "Distributing",
            dependencies: [
                "Building", "Ordering", "Running", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing",
                "JSON", "Diagnostics",
            ]),
        .target(
            name: "Previewing",
            dependencies: [
                "Building", "Running", "Recipes", "Reports", "Prompting", "Conversations", "Records", "Formats",
                "Mixing", "JSON", "Diagnostics",
            ]),
        .target(
            name: "Duplicates",
            dependencies: [
                "Building", "Similarity", "Running", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing",
                "JSON", "Diagnostics",
            ]),
        .executableTarget(
            name: "hornbook",
            dependencies: [
                "Building", "Distributing", "Previewing", "Duplicates", "Filtering", "Comparing", "Drafting", "Growing",
                "Requesting", "Inspecting", "Linting", "Ordering", "Similarity", "Running", "Recipes", "Reports",
                "Prompting", "Records", "Formats", "Mixing", "Staging", "Jinja", "JSON", "Diagnostics", "System",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Makes the packs of Templates/ a part of the binary.
        .executableTarget(name: "embed-packs"),
        .plugin(
            name: "EmbedPacksPlugin", capability: .buildTool(), dependencies: ["embed-packs"],
            path: "Sources/EmbedPacksPlugin"),

        // Test driver for lists of template cases; not a product.
        .executableTarget(name: "jinja-cases", dependencies: ["Jinja", "JSON", "Diagnostics"]),

        // Measures the built program; not a product.
        .executableTarget(
            name: "hornbook-bench",
            dependencies: ["System", .product(name: "ArgumentParser", package: "swift-argument-parser")]),

        // Slow, plain readers that the fast ones are held to, by tests and fuzz targets; not a product.
        .target(name: "ReferenceParsers", dependencies: ["Records", "JSON"], path: "Sources/Fuzzing/ReferenceParsers"),
        // What several test targets use: random numbers, temporary folders, programs; not a product.
        .target(name: "TestSupport", dependencies: ["Running", "Similarity"], path: "Tests/TestSupport"),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "CommandLineTests", dependencies: ["hornbook", "hornbook-bench", "JSON", "TestSupport"],
            exclude: ["Cases"]),
    ],
    swiftLanguageModes: [.v6]
)

// The tests of a room are in Tests/<room>Tests, and may import what the room may.
let testedRooms = [
    "System", "JSON", "Jinja", "Mixing", "Staging", "Records", "Conversations", "Prompting", "Formats", "Recipes",
    "Reports",
    "Running",
    "Similarity",
    "Ordering", "Linting", "Inspecting", "Filtering", "Comparing", "Drafting", "Growing", "Requesting", "Building",
    "Duplicates",
]
let roomsWithCases = ["Jinja", "Similarity"]
// What tests of a room use besides: the data card's YAML is read back, a draft is previewed.
let others: [String: [Target.Dependency]] = [
    "Reports": ["Formats", .product(name: "Yams", package: "Yams")], "Drafting": ["Previewing"],
]
for room in package.targets where testedRooms.contains(room.name) {
    package.targets.append(
        .testTarget(
            name: room.name + "Tests",
            dependencies: [.target(name: room.name), "TestSupport", "ReferenceParsers"] + room.dependencies
                + (others[room.name] ?? []),
            exclude: roomsWithCases.contains(room.name) ? ["Cases"] : []))
}

// Fuzz targets need libFuzzer, which the usual build does without; Sources/Fuzzing/Driver/Driver.swift tells how to run them.
if Context.environment["HORNBOOK_FUZZ"] != nil {
    let coverage: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer"])]
    for target in package.targets where ["JSON", "Jinja", "Records"].contains(target.name) {
        target.swiftSettings = coverage
    }
    package.targets.append(.target(name: "FuzzDriver", path: "Sources/Fuzzing/Driver"))
    let fuzzed: [(name: String, rooms: [Target.Dependency])] = [
        ("jinja-parser", ["Jinja"]), ("jinja-renderer", ["Jinja", "JSON"]),
        ("json", ["ReferenceParsers", "Records", "JSON"]),
        ("csv", ["ReferenceParsers", "Records"]),
    ]
    for (name, rooms) in fuzzed {
        package.targets.append(
            .executableTarget(
                name: "fuzz-\(name)", dependencies: rooms + ["FuzzDriver"], path: "Sources/Fuzzing/\(name)",
                swiftSettings: coverage,
                linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
    }
}
