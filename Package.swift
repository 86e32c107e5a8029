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
        // The rooms, from the lowest up; ARCHITECTURE.md tells what lives where.
        .target(name: "Diagnostics"),
        .target(name: "JSON", dependencies: ["Diagnostics"]),
        .target(
            name: "Jinja", dependencies: ["JSON", "Diagnostics", .product(name: "BigInt", package: "BigInt")],
            exclude: ["Differences.md"]),
        .target(name: "Records", dependencies: ["JSON", "Diagnostics"]),
        .target(name: "Mixing", dependencies: ["Diagnostics"], exclude: ["KeyFormat.md"]),
        .target(name: "Staging", dependencies: ["Diagnostics"]),
        .target(name: "Requesting", dependencies: ["Jinja", "JSON", "Mixing", "Diagnostics"]),
        .target(name: "Prompting", dependencies: ["Jinja", "JSON", "Mixing", "Diagnostics"]),
        .target(
            name: "Formats",
            dependencies: ["Prompting", "JSON", "Diagnostics", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Recipes",
            dependencies: [
                "Prompting", "Records", "Formats", "Mixing", "Staging", "Jinja", "Diagnostics",
                .product(name: "Yams", package: "Yams"),
            ],
            plugins: ["EmbedPacksPlugin"]),
        .target(name: "Reports", dependencies: ["JSON", "Mixing", "Diagnostics"]),
        .target(name: "Growing", dependencies: ["Reports", "Prompting", "Records", "JSON", "Diagnostics"]),
        .target(
            name: "Building",
            dependencies: [
                "Growing", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing", "Staging",
                "Requesting", "JSON", "Diagnostics",
            ]),
        .executableTarget(
            name: "hornbook",
            dependencies: [
                "Building", "Growing", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing", "Staging",
                "Requesting", "Jinja", "JSON", "Diagnostics",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // Makes the packs of Templates/ a part of the binary.
        .executableTarget(name: "embed-packs"),
        .plugin(
            name: "EmbedPacksPlugin", capability: .buildTool(), dependencies: ["embed-packs"],
            path: "Sources/EmbedPacksPlugin"),

        // Test driver for lists of template cases; not a product.
        .executableTarget(name: "jinja-cases", dependencies: ["Jinja", "JSON"]),

        // Measures the built program; not a product.
        .executableTarget(
            name: "hornbook-bench",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]),

        // Slow, plain readers that the fast ones are held to, by tests and fuzz targets; not a product.
        .target(name: "Twins", dependencies: ["Records", "JSON"], path: "Sources/Fuzzing/Twins"),
        // What tests of several targets share: random numbers, temporary folders, runs of the program; not a product.
        .target(name: "TestSupport", path: "Tests/TestSupport"),

        .testTarget(
            name: "CommandLineTests", dependencies: ["hornbook", "hornbook-bench", "JSON", "TestSupport"],
            exclude: ["Cases"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "Twins"]),
        .testTarget(name: "JinjaTests", dependencies: ["Jinja", "JSON"], exclude: ["Cases"]),
        .testTarget(name: "RecordsTests", dependencies: ["Records", "JSON", "Diagnostics", "Twins"]),
        .testTarget(name: "MixingTests", dependencies: ["Mixing", "TestSupport"]),
        .testTarget(name: "StagingTests", dependencies: ["Staging", "Diagnostics"]),
        .testTarget(name: "RequestingTests", dependencies: ["Requesting", "Jinja", "JSON", "TestSupport"]),
        .testTarget(name: "FormatsTests", dependencies: ["Formats", "JSON", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "PromptingTests", dependencies: ["Prompting", "Mixing", "JSON", "Diagnostics", "TestSupport"]),
        .testTarget(
            name: "GrowingTests",
            dependencies: [
                "Building", "Growing", "Recipes", "Records", "Formats", "JSON", "Mixing", "Diagnostics", "TestSupport",
            ],
            exclude: ["Cases"]),
        .testTarget(
            name: "BuildingTests",
            dependencies: [
                "Building", "Reports", "Prompting", "Formats", "Mixing", "JSON", "Diagnostics", "TestSupport",
            ]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Reports", "Formats", "JSON", "Diagnostics", .product(name: "Yams", package: "Yams")]),
        .testTarget(name: "RecipesTests", dependencies: ["Recipes", "Records", "Prompting", "Diagnostics"]),
    ],
    swiftLanguageModes: [.v6]
)

// Fuzz targets need libFuzzer, which the usual build does without; Sources/Fuzzing/Driver/Driver.swift tells how to run them.
if Context.environment["HORNBOOK_FUZZ"] != nil {
    let coverage: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer"])]
    for target in package.targets where ["JSON", "Jinja", "Records"].contains(target.name) {
        target.swiftSettings = coverage
    }
    package.targets.append(.target(name: "FuzzDriver", path: "Sources/Fuzzing/Driver"))
    let fuzzed: [(name: String, rooms: [Target.Dependency])] = [
        ("jinja-parser", ["Jinja"]), ("jinja-renderer", ["Jinja", "JSON"]), ("json", ["Twins", "Records", "JSON"]),
        ("csv", ["Twins", "Records"]),
    ]
    for (name, rooms) in fuzzed {
        package.targets.append(
            .executableTarget(
                name: "fuzz-\(name)", dependencies: rooms + ["FuzzDriver"], path: "Sources/Fuzzing/\(name)",
                swiftSettings: coverage,
                linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
    }
}
