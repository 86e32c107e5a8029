import Foundation
import Testing

/// The rooms stand in layers: a room imports only rooms below it.
@Suite struct RoomTests {
    /// What each room may import, beside the standard library and the platform.
    static let allowed: [String: Set<String>] = [
        "Diagnostics": [],
        "JSON": ["Diagnostics"],
        "Jinja": ["JSON", "Diagnostics", "BigInt"],
        "Records": ["JSON", "Diagnostics"],
        "Mixing": ["Diagnostics"],
        "Staging": ["Diagnostics"],
        "Requesting": ["Jinja", "JSON", "Mixing", "Diagnostics"],
        "Prompting": ["Jinja", "JSON", "Mixing", "Diagnostics"],
        "Formats": ["Prompting", "JSON", "Diagnostics", "Crypto"],
        "Recipes": ["Prompting", "Records", "Formats", "Mixing", "Staging", "Jinja", "Diagnostics", "Yams"],
        "Reports": ["JSON", "Mixing", "Diagnostics"],
        "Growing": ["Reports", "Prompting", "Records", "JSON", "Diagnostics"],
        "Building": [
            "Growing", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing", "Staging",
            "Requesting", "Jinja", "JSON", "Diagnostics",
        ],
        "hornbook": [
            "Building", "Growing", "Recipes", "Reports", "Prompting", "Records", "Formats", "Mixing", "Staging",
            "Requesting",
            "Jinja", "JSON", "Diagnostics", "ArgumentParser",
        ],
        // Runs the program from outside; shares nothing with it.
        "hornbook-bench": ["ArgumentParser"],
        // For tests and fuzz targets; the rooms do not know it.
        "Fuzzing/Twins": ["JSON", "Records"],
    ]

    static let platform: Set<String> = ["Glibc", "Musl", "Darwin", "Synchronization"]

    static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources")

    static func files(of room: String) throws -> [URL] {
        let folder = sources.appendingPathComponent(room)
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return try #require(found).compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }

    @Test(arguments: allowed.keys.sorted())
    func roomImportsOnlyRoomsBelow(_ room: String) throws {
        let files = try Self.files(of: room)
        #expect(!files.isEmpty)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard words.first == "import", let module = words.last.map(String.init) else { continue }
                let isAllowed = Self.allowed[room]!.contains(module) || Self.platform.contains(module)
                #expect(isAllowed, "\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    /// A newcomer should be able to read a file in one go.
    @Test(arguments: allowed.keys.sorted())
    func filesStayShort(_ room: String) throws {
        for file in try Self.files(of: room) {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 500, "\(file.lastPathComponent) has \(lines.count) lines")
        }
    }
}
