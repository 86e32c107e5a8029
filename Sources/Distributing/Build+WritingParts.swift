import Building
import Diagnostics
import Formats
import JSON
import Ordering
import Reports

extension Build {
    /// Writes the whole output from the sorted lines of all renderings.
    ///
    /// - Parameter files: with the lines; `-` is standard input.
    package func write(_ plan: PlanFile, lines files: [String]) throws(Diagnostics) -> Outcome {
        let directory = try OutputDirectory.opening(folder)
        var counts = RenderedCounts(plan)
        /// How many lines each split has; known once all counts are there, which come before all lines.
        var expected: [Int] = []
        var writers: [ShardWriter?] = splits.names.map { _ in nil }
        var written = splits.names.map { _ in 0 }
        try KeyedLineReader.read(files, isSorted: true) { name, item throws(Diagnostics) in
            switch item {
            case .counts(let key, let text): try counts.add(key, text, name: name)
            case .line(let split, let line):
                if counts.isEmpty {
                    throw Diagnostics(
                        Diagnostic(
                            "\(name): the counts of the renderings, lines that begin with `!`, do not come first",
                            help: "sort all lines together by LC_ALL=C sort"))
                }
                if expected.isEmpty {
                    _ = try counts.ledgers(of: plan)
                    expected = splits.names.map(counts.lines)
                }
                guard split < splits.names.count else {
                    throw Diagnostics(Diagnostic("\(name): a line is of a split that the recipe does not have"))
                }
                let count = expected[split]
                if writers[split] == nil {
                    writers[split] = ShardWriter(
                        directory, name: splits.names[split], count: count, shards: recipe.output.shards)
                }
                written[split] += 1
                guard written[split] <= count else { throw wrongCount(split, "more than", count) }
                try writers[split]!.write(line)
            }
        }
        var outputs: [FileRecord] = []
        for (split, name) in splits.names.enumerated() {
            guard written[split] == counts.lines(of: name) else {
                throw wrongCount(split, "only \(written[split]) of", counts.lines(of: name))
            }
            for var record in try writers[split]?.finish() ?? [] {
                record.split = name
                outputs.append(record)
            }
        }
        return try publish(directory, outputs, try counts.ledgers(of: plan))
    }

    private func wrongCount(_ split: Int, _ difference: String, _ count: Int) -> Diagnostics {
        Diagnostics(
            Diagnostic(
                "the lines are \(difference) the \(count) lines that were rendered for `\(splits.names[split])`",
                help: "all lines of all renderings are wanted, once"),
            status: .problems)
    }

    private func publish(
        _ directory: OutputDirectory, _ outputs: [FileRecord], _ ledgers: [DatasetLedger]
    ) throws(Diagnostics) -> Outcome {
        try refuseEmpty(ledgers)
        var plan = Plan()
        plan.inputs = datasets.map { _ in [] }
        var manifest = makeManifest(plan, ledgers)
        manifest.outputs = outputs
        try writeManifest(manifest, to: directory)
        try directory.replace(ifChanged: onlyIfChanged)
        return Outcome(ledgers: ledgers, folder: folder)
    }

    /// The files of the output, as several processes write them.
    package struct Layout: Sendable {
        package struct File: Sendable {
            package let name: String
            /// The split that it belongs to, by its name and its position, which keys begin with.
            package let split: (name: String, position: Int)
            /// The number of its first line in the split, from 0.
            package let first: Int
            package let lines: Int
        }

        /// All, in their order.
        package let files: [File]

        package var json: JSONValue {
            .array(
                files.map { file in
                    .object([
                        "name": .string(file.name), "split": .string(file.split.name),
                        "position": .int(file.split.position), "first": .int(file.first), "lines": .int(file.lines),
                    ])
                })
        }
    }

    /// Tells which files there will be.
    ///
    /// - Parameter files: with the counts of all renderings, in any order; lines may stand among them.
    package func layout(_ plan: PlanFile, counts files: [String]) throws(Diagnostics) -> Layout {
        try layout(counts(plan, in: files))
    }

    private func layout(_ counts: RenderedCounts) -> Layout {
        Layout(
            files: splits.names.enumerated().flatMap { position, name in
                let shards = ShardNames(name, lines: counts.lines(of: name), shards: recipe.output.shards)
                return (0..<shards.count).map { shard in
                    Layout.File(
                        name: shards.name(of: shard), split: (name, position),
                        first: shards.lines(of: shard).lowerBound,
                        lines: shards.lines(of: shard).count)
                }
            })
    }

    private func counts(_ plan: PlanFile, in files: [String]) throws(Diagnostics) -> RenderedCounts {
        var counts = RenderedCounts(plan)
        try KeyedLineReader.read(files, isSorted: false) { name, item throws(Diagnostics) in
            if case .counts(let key, let text) = item { try counts.add(key, text, name: name) }
        }
        _ = try counts.ledgers(of: plan)
        return counts
    }

    /// Writes one file of the output into the folder of parts beside it.
    ///
    /// - Parameters:
    ///   - name: as the layout tells it.
    ///   - files: with its lines, sorted.
    /// - Returns: what has been written.
    package func writePart(_ name: String, lines files: [String]) throws(Diagnostics) -> FileRecord {
        guard let split = splits.names.firstIndex(where: { name.hasPrefix($0 + "-") }), !name.contains("/") else {
            throw Diagnostics(
                Diagnostic(
                    "there is no file `\(name)` in the output", help: "hornbook write --layout tells the files' names"),
                status: .usage)
        }
        let parts = try checked { () throws(OutputError) in try PartsFolder(of: folder) }
        let file = try checked { () throws(OutputError) in try parts.create(name) }
        var lines = 0
        try KeyedLineReader.read(files, isSorted: true) { source, item throws(Diagnostics) in
            guard case .line(let position, let line) = item else { return }
            guard position == split else {
                throw Diagnostics(Diagnostic("\(source): a line does not belong into \(name)"))
            }
            try checked { () throws(OutputError) in try file.write(line) }
            lines += 1
        }
        let hash = try checked { () throws(OutputError) in try file.finish() } ?? ""
        var record = FileRecord(name: name, bytes: file.count, hash: hash, records: lines)
        record.split = splits.names[split]
        let text = record.json.line
        try checked { () throws(OutputError) in
            let note = try parts.create(name + ".json")
            try note.write(text)
            try note.finish()
        }
        return record
    }

    /// Makes the output of the files that stand in the folder of parts.
    ///
    /// - Parameter files: with the counts of all renderings, in any order.
    package func finish(_ plan: PlanFile, counts files: [String]) throws(Diagnostics) -> Outcome {
        let counts = try counts(plan, in: files)
        let directory = try OutputDirectory.opening(folder)
        let parts = try checked { () throws(OutputError) in try PartsFolder(of: folder) }
        var outputs: [FileRecord] = []
        var errors: [Diagnostic] = []
        for file in layout(counts).files {
            guard let record = try Self.record(of: file, in: parts) else {
                errors.append(
                    Diagnostic(
                        "\(parts.path)/\(file.name) is missing, or has not the \(file.lines) lines that belong into it",
                        help: "hornbook write --shard \(file.name) writes it"))
                continue
            }
            outputs.append(record)
            try checked { () throws(OutputError) in try parts.link(file.name, into: directory) }
        }
        guard errors.isEmpty else { throw Diagnostics(errors, status: .problems) }
        let outcome = try publish(directory, outputs, try counts.ledgers(of: plan))
        try checked { () throws(OutputError) in try parts.remove() }
        return outcome
    }

    /// What is known of a part; nil if it is not there as a whole.
    private static func record(of file: Layout.File, in parts: PartsFolder) throws(Diagnostics) -> FileRecord? {
        guard let text = try? DistributedFile.read("\(parts.path)/\(file.name).json"),
            var record = (try? JSONValue(parsing: text)).flatMap({ FileRecord($0) }), record.name == file.name,
            record.records == file.lines,
            try checked({ () throws(OutputError) in try parts.size(of: file.name) }) == record.bytes
        else { return nil }
        record.split = file.split.name
        return record
    }
}
