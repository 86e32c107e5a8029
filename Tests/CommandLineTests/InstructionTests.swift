import Foundation
import TestSupport
import Testing

/// Natural Instructions and drawn system messages: the same bytes however files are written and work is shared out.
@Suite struct InstructionTests {
    private static let recipe = """
        datasets:
          - name: tasks
            kind: instructions
            data: task-*.json
            format: {type: json, records: Instances}
            demonstrations: {count: [0, 1, 3], style: [turns, plain, numbered]}
            system: {from: systems.yaml, share: 0.7}
            cap: 150
        output: {path: out, splits: {train: 0.8, validation: 0.2}, metadata: true}
        """

    private func write(_ folder: TemporaryFolder, task: Int, order: (Int) -> Int, keys: [Int]) throws {
        let instances = (0..<120).map { place in
            let number = order(place)
            return
                #"{"id":"t\#(task)-\#(number)","input":"\#(number) and \#(task)","output":["\#(number + task)","so \#(number)"]}"#
        }
        let examples = (0..<5).map { #"{"input":"\#($0) and \#(task)","output":"\#($0 + task)","explanation":"é"}"# }
        let members = [
            #""Definition": ["Add the numbers.", "This is task \#(task)."]"#,
            #""Positive Examples": [\#(examples.joined(separator: ", "))]"#,
            "\"Instances\": [\n\(instances.joined(separator: ",\n"))]", #""Categories": ["Sums"]"#,
        ]
        try folder.write("task-\(task).json", "{\n" + keys.map { members[$0] }.joined(separator: ",\n") + "\n}\n")
    }

    private func build(_ folder: TemporaryFolder, _ options: String = "") throws -> [String: String] {
        let result = try Program.shell("hornbook build --quiet \(options) recipe.yaml", in: folder.url)
        #expect(result.status == 0, "\(result.error)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.appendingPathComponent("out").path)
        return Dictionary(
            uniqueKeysWithValues: try names.filter { $0.hasSuffix(".jsonl") }.map { ($0, try folder.read("out/" + $0)) }
        )
    }

    @Test func sameBytesForAnyOrderOfTheInstancesAndNumberOfJobs() throws {
        let folder = try TemporaryFolder()
        try folder.write("recipe.yaml", Self.recipe)
        try folder.write("systems.yaml", "- Be brief.\n- 'Case {{ id }}.'\n- Think.\n")
        for task in 1...3 { try write(folder, task: task, order: { $0 }, keys: [0, 1, 2, 3]) }
        let first = try build(folder, "--jobs 1")
        #expect(try build(folder, "--jobs 8") == first)
        for task in 1...3 { try write(folder, task: task, order: { $0 * 7 % 120 }, keys: [0, 1, 2, 3]) }
        #expect(try build(folder, "--jobs 1") == first)
        try folder.write("systems.yaml", "- Think.\n- Be brief.\n- 'Case {{ id }}.'\n")
        #expect(try build(folder, "--jobs 8") == first)
        #expect(first.values.joined().split(separator: "\n").count == 150)
    }

    /// Fields behind the instances count as much as those before them. (Rows are known by `id` here, not by their bytes; splits
    /// are drawn by the latter.)
    @Test func orderOfTheTasksFieldsDoesNotCount() throws {
        let folder = try TemporaryFolder()
        let recipe = Self.recipe.replacingOccurrences(of: "    data:", with: "    id: id\n    data:")
        try folder.write(
            "recipe.yaml",
            recipe.replacingOccurrences(of: "splits: {train: 0.8, validation: 0.2}", with: "splits: {train: 1}"))
        try folder.write("systems.yaml", "- Be brief.\n- Think.\n")
        for task in 1...2 { try write(folder, task: task, order: { $0 }, keys: [0, 1, 2, 3]) }
        let first = try build(folder)
        for task in 1...2 { try write(folder, task: task, order: { 119 - $0 }, keys: [2, 3, 1, 0]) }
        #expect(try build(folder) == first)
        #expect(first["train-00000-of-00001.jsonl"]?.contains("Add the numbers.") == true)
    }
}
