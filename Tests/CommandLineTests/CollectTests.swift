import Foundation
import TestSupport
import Testing

/// Answers in any order, over any files, twice over and damaged: the same is decided, and nothing is lost.
@Suite struct CollectTests {
    /// What a request's replies are to be; the order is that in which they count.
    private enum Fate: Int { case answered, unparsed, cut, refused, filtered, failed, expired, missing }

    private static let names = ["answered", "unparsed", "cut", "refused", "filtered", "failed", "expired", "missing"]

    private func reply(_ id: String, _ fate: Fate, _ text: String) -> String? {
        func line(_ content: String, _ reason: String, _ refusal: String = "null", _ status: Int = 200) -> String {
            "{\"id\":\"x\",\"custom_id\":\"\(id)\",\"response\":{\"status_code\":\(status),\"body\":{\"choices\":[{\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"\(content)\",\"refusal\":\(refusal)},\"finish_reason\":\"\(reason)\"}]}},\"error\":null}"
        }
        switch fate {
        case .answered: return line(text, "stop")
        case .unparsed: return line(" ", "stop")
        case .cut: return line(text, "length")
        case .refused: return line("", "stop", "\"no\"")
        case .filtered: return line("", "content_filter")
        case .failed: return line("", "stop", "null", 500)
        case .expired: return "{\"custom_id\":\"\(id)\",\"response\":null,\"error\":{\"code\":\"batch_expired\"}}"
        case .missing: return nil
        }
    }

    private func lines(_ name: String, in folder: TemporaryFolder) throws -> [String] {
        try String(contentsOf: folder.url.appendingPathComponent(name), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    private func counts(_ run: RunResult) throws -> [String: Int] {
        try JSONDecoder().decode([String: Int].self, from: Data(run.output.utf8))
    }

    @Test(arguments: 0..<12)
    func nothingDependsOnOrder(_ round: Int) throws {
        var draws = Draws(seed: round)
        let folder = try TemporaryFolder()
        let count = 1 + draws.draw(150)
        try folder.write("rows.jsonl", (0..<count).map { "{\"question\":\"Number \($0)?\"}\n" }.joined())
        let request = try Program.shell(
            "hornbook request answers rows.jsonl --model m -o asked --max-requests 40 --quiet", in: folder.url)
        #expect(request.status == 0, "\(request.error)")
        let files = (0..<(count + 39) / 40).map { index in
            let total = String((count + 39) / 40)
            return "asked/requests-0000\(index)-of-\(String(repeating: "0", count: 5 - total.count))\(total).jsonl"
        }
        let requests = try files.flatMap { try lines($0, in: folder) }
        #expect(requests.count == count)
        let ids = requests.map { String($0.dropFirst(14).prefix { $0 != "\"" }) }

        // Each request gets a fate and, besides, replies that count less.
        var (replies, fates): ([String], [Fate]) = ([], [])
        for (index, id) in ids.enumerated() {
            let fate = Fate(rawValue: [0, 0, 0, 0, draws.draw(8)][draws.draw(5)])!
            fates.append(fate)
            guard let best = reply(id, fate, "Answer \(index)") else { continue }
            replies.append(best)
            for _ in 0..<draws.draw(3) {
                let other = Fate(rawValue: fate.rawValue + draws.draw(7 - fate.rawValue))!
                replies.append(reply(id, other, "Answer \(index)")!)
            }
        }
        let stray = draws.draw(5)
        replies += (0..<stray).map { reply("answers-\(String(repeating: "0", count: 15))\($0)", .answered, "stray")! }

        var first: (rows: [String], again: [String])?
        for damage in 0..<4 {
            var lines = draws.shuffle(replies)
            if damage == 1 { lines = draws.shuffle(lines + lines) }
            // Damaged lines stand beside the whole ones.
            var broken = 0
            if damage == 2 {
                for _ in 0..<5 where !replies.isEmpty {
                    let line = replies[draws.draw(replies.count)]
                    let piece = draws.draw(2) == 0 ? String(line.dropLast(1 + draws.draw(60))) : "x" + line
                    lines.insert(piece, at: draws.draw(lines.count + 1))
                    broken += 1
                }
            }
            let parts = 1 + draws.draw(3)
            for part in 0..<parts {
                let text = lines.indices.filter { $0 % parts == part }.map { lines[$0] }.joined(separator: "\n")
                // The last line may lack its end.
                try folder.write("answers-\(part).jsonl", text + (draws.draw(2) == 0 || text.isEmpty ? "" : "\n"))
            }
            let run = try Program.shell(
                "hornbook collect asked \((0..<parts).map { "answers-\($0).jsonl" }.joined(separator: " ")) -o rows-out.jsonl "
                    + "--retry again.jsonl --json -j\(1 + draws.draw(4))", in: folder.url)
            #expect(run.status == 0, "\(run.error)")
            let counts = try counts(run)
            #expect(counts["requests"] == count)
            for (index, name) in Self.names.enumerated() {
                #expect(counts[name] == fates.filter { $0.rawValue == index }.count, "\(name)")
            }
            #expect(Self.names.reduce(0) { $0 + (counts[$1] ?? 0) } == count)
            #expect(counts["unreadable"] == broken)
            #expect(counts["unknown"] == stray * (damage == 1 ? 2 : 1))
            #expect(counts["conflicting"] == 0)
            let answered = fates.indices.filter { fates[$0] == .answered }
            let doubled = (damage == 1 ? 2 : 1) * (replies.count - stray)
            let replied = fates.filter { $0 != .missing }.count
            #expect(counts["duplicates"]! + counts["superseded"]! == doubled - replied)
            #expect(counts["lines"] == lines.count)
            let rows = try self.lines("rows-out.jsonl", in: folder)
            #expect(rows == answered.map { "{\"instruction\":\"Number \($0)?\",\"output\":\"Answer \($0)\"}" })
            let again = try self.lines("again.jsonl", in: folder)
            #expect(
                again
                    == ids.indices.filter { [.cut, .failed, .expired, .missing].contains(fates[$0]) }.map {
                        requests[$0]
                    })
            if let first { #expect(first.rows == rows && first.again == again) }
            first = (rows, again)
        }
    }

    /// An answer file that ends anywhere: what is whole in it counts, and the rest is asked again.
    @Test func truncatedFilesLoseOnlyTheirEnd() throws {
        let folder = try TemporaryFolder()
        try folder.write("rows.jsonl", (0..<6).map { "{\"question\":\"Number \($0)?\"}\n" }.joined())
        _ = try Program.shell("hornbook request answers rows.jsonl --model m -o asked --quiet", in: folder.url)
        let requests = try lines("asked/requests-00000-of-00001.jsonl", in: folder)
        let ids = requests.map { String($0.dropFirst(14).prefix { $0 != "\"" }) }
        let whole = ids.indices.map { reply(ids[$0], .answered, "A\($0) é")! + "\n" }
        let bytes = Array(whole.joined().utf8)
        for end in stride(from: 0, through: bytes.count, by: 97) + [bytes.count - 1, bytes.count] {
            try Data(bytes[..<end]).write(to: folder.url.appendingPathComponent("answers.jsonl"))
            let run = try Program.shell(
                "hornbook collect asked answers.jsonl -o out.jsonl --retry again.jsonl --json", in: folder.url)
            #expect(run.status == 0, "\(run.error)")
            // A line is whole without its line feed, too.
            var (complete, start) = (0, 0)
            for line in whole where start + line.utf8.count - 1 <= end {
                complete += 1
                start += line.utf8.count
            }
            let counts = try counts(run)
            #expect(counts["answered"] == complete)
            #expect(counts["missing"] == 6 - complete)
            #expect(counts["unreadable"] == (end > start ? 1 : 0))
            #expect(try lines("again.jsonl", in: folder) == Array(requests[complete...]))
        }
    }
}
