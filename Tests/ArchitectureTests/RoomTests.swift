import Foundation
import Testing

/// The rooms are layered: a room imports only what Package.swift lists for it, and each has one job of a readable size.
@Suite struct RoomTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What a target may import, as Package.swift declares it: the parser of the manifest is Swift's own.
    struct Room: Sendable, CustomTestStringConvertible {
        var name: String
        var folder: String
        var dependencies: Set<String>
        var testDescription: String { name }
    }

    /// The targets of the package that have sources of their own in Sources.
    static let rooms: [Room] = {
        let file = (try? String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)) ?? ""
        // Behind the list of targets stand those for tests and fuzzing.
        let manifest = file.prefix(upTo: file.firstRange(of: "swiftLanguageModes")?.lowerBound ?? file.endIndex)
        // A target's declaration ends where the next one begins.
        let declarations = manifest.matches(of: /\.(?:target|executableTarget)\(\s*name: "([^"]+)"/)
        return declarations.enumerated().map { index, declaration in
            let end =
                index + 1 < declarations.count ? declarations[index + 1].range.lowerBound : manifest.endIndex
            let text = String(
                manifest[declaration.range.lowerBound..<end].split(separator: /\.(?:testTarget|plugin)\(/)[0])
            let name = String(declaration.output.1)
            let list = text.firstMatch(of: /dependencies: \[((?:[^\[\]])*)\]/).map { String($0.output.1) } ?? ""
            let dependencies =
                list.matches(of: /\.product\(name: "([^"]+)"/).map { String($0.output.1) }
                + list.replacing(/\.product\([^)]*\)/, with: "").matches(of: /"([^"]+)"/).map { String($0.output.1) }
            let path = text.firstMatch(of: /path: "([^"]+)"/).map { String($0.output.1) } ?? "Sources/" + name
            return Room(name: name, folder: path, dependencies: Set(dependencies))
        }
        .filter { $0.folder.hasPrefix("Sources/") }
    }()

    /// Modules of the platform, which only the room System sees; the others ask it.
    static let platform: Set<String> = ["Glibc", "Musl", "Darwin"]
    /// Helpers of the build itself run nowhere else, and may use what the toolchain brings.
    static let buildHelpers: Set<String> = ["embed-packs", "hornbook-bench"]

    static func files(of room: Room) -> [URL] {
        let folder = root.appendingPathComponent(room.folder)
        let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (found?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    }

    static func imports(of file: URL) throws -> [String] {
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            let isImport = words.first == "import" || words.prefix(2).elementsEqual(["@testable", "import"])
            return isImport ? words.last.map(String.init) : nil
        }
    }

    @Test func theManifestIsRead() {
        let names = Self.rooms.map(\.name)
        #expect(names.count > 20)
        #expect(Self.rooms.first { $0.name == "Recipes" }?.dependencies.isSuperset(of: ["Yams", "Prompting"]) == true)
        #expect(Self.rooms.first { $0.name == "JSON" }?.dependencies.contains("Recipes") == false)
    }

    @Test(arguments: rooms)
    func importsAreDeclared(_ room: Room) throws {
        let files = Self.files(of: room)
        #expect(!files.isEmpty)
        let allowed = room.dependencies.union(["Synchronization"])
            .union(room.name == "System" ? Self.platform : [])
            .union(Self.buildHelpers.contains(room.name) ? ["Foundation"] : [])
        for file in files {
            for module in try Self.imports(of: file) {
                #expect(
                    allowed.contains(module),
                    "\(file.lastPathComponent) imports \(module), which Package.swift does not list")
            }
        }
    }

    /// The tests of a room import what the room may, so that they compile whatever has been built before.
    @Test(arguments: rooms)
    func testsImportWhatTheirRoomMay(_ room: Room) throws {
        let tests = Room(name: room.name, folder: "Tests/\(room.name)Tests", dependencies: [])
        var allowed = room.dependencies.union([room.name, "Foundation", "Testing", "TestSupport", "ReferenceParsers"])
        allowed.formUnion(["FoundationXML", "Synchronization", "Glibc", "Musl", "Darwin"])
        // As `others` in Package.swift says.
        allowed.formUnion(["Reports": ["Formats", "Yams"], "Drafting": ["Previewing"]][room.name] ?? [])
        guard FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(tests.folder).path) else {
            return
        }
        for file in Self.files(of: tests) where !file.path.contains("/Cases/") {
            for module in try Self.imports(of: file) {
                #expect(allowed.contains(module), "\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    /// What is declared and never imported is an arrow that nobody needs.
    @Test(arguments: rooms)
    func declaredDependenciesAreUsed(_ room: Room) throws {
        let imported = Set(try Self.files(of: room).flatMap(Self.imports))
        let unused = room.dependencies.subtracting(imported)
        #expect(unused.isEmpty)
    }

    /// A newcomer should be able to read a file in one go, see a folder at a glance, and know a room in a day.
    @Test(arguments: rooms)
    func roomsStaySmall(_ room: Room) throws {
        var lines = 0
        var folders: [String: Int] = [:]
        for file in Self.files(of: room) {
            let text = try String(contentsOf: file, encoding: .utf8)
            let count = text.split(separator: "\n", omittingEmptySubsequences: false).count
            #expect(count <= 400, "\(file.lastPathComponent) has \(count) lines")
            lines += count
            folders[file.deletingLastPathComponent().path, default: 0] += 1
        }
        // The template language is large, and one thing.
        #expect(lines <= (room.name == "Jinja" ? 10_500 : 4_600), "\(room.name) has \(lines) lines")
        for (folder, count) in folders { #expect(count <= 21, "\(folder) has \(count) files") }
    }

    /// The rooms are one program: nothing of them is for other packages.
    @Test(arguments: rooms)
    func nothingIsPublic(_ room: Room) throws {
        for file in Self.files(of: room) {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(
                !text.contains(#/(?m)^\s*(?:@\w+ )*public /#), "\(file.lastPathComponent) declares something public")
        }
    }
}
