import JSON

/// Manifests for tests.
enum SampleManifest {
    /// One that has every part that a page shows.
    static let full = try! JSONValue(
        parsing: #"""
            {"tool": "hornbook", "version": "0.1.0", "key_format": 2, "seed": 18446744073709551615,
             "recipe": {"sha256": "aa11", "text": "seed: 17\ndatasets: []\n"},
             "inputs": [{"dataset": "news", "files": [{"name": "news.csv", "bytes": 5587970, "sha256": "bb22", "records": 1234567}]}],
             "packs": [{"name": "topic", "bytes": 10974, "sha256": "cc33"}],
             "outputs": [{"name": "train-00000-of-00001.jsonl", "bytes": 1452650, "sha256": "dd44", "records": 900}],
             "unit": "examples",
             "mixture": [
              {"dataset": "news", "rows": 1234567, "taken": 900, "rejected": 5, "rejected_by_code": {"json_syntax": 5},
               "filtered": 22, "blank": 1, "refused": 2, "over_cap": 1233637, "available": 1234537, "instances": 900,
               "epochs": 0.25, "characters": 123456, "cap": 1000, "rate": 44.5, "share_asked": 0.75, "share_realised": 0.9,
               "inverted": 90, "refused_inversions": {"blank": 3}, "templates": {"terse": 900}, "options": {"letters": 72},
               "demonstrations": {"0": 800, "2": 100}, "lacking_demonstrations": 7, "self_demonstrations": 0,
               "splits": {"train": 890, "validation": 10}, "tag": "web", "licence": "CC-BY-4.0"},
              {"dataset": "reviews", "rows": 100, "taken": 100, "instances": 100, "share_asked": 0.25, "share_realised": 0.1,
               "templates": {"plain": 100}}],
             "groups": [{"name": "reading", "datasets": ["news", "reviews"], "instances": 1000, "share_asked": 1.0,
               "share_realised": 1.0}],
             "report": {
              "datasets": [{"dataset": "news",
               "lengths": {
                "prompt": {"count": 900, "p50": 210, "p95": 480, "max": 511,
                 "bins": [{"from": 0, "to": 256, "count": 700}, {"from": 256, "to": 512, "count": 200}]},
                "completion": {"count": 900, "p50": 8, "p95": 20, "max": 31, "bins": [{"from": 0, "to": 32, "count": 900}]}},
               "labels": {"field": "label", "values": [{"value": "Sports", "count": 600}, {"value": "World", "count": 290}], "other": 10},
               "templates": [{"template": "terse", "inverted": false, "used": 810, "failed": 0},
                {"template": "headline_to_write", "inverted": true, "used": 90, "failed": 4}],
               "drops": [{"reason": "json_syntax", "count": 5, "examples": [
                {"file": "news.csv", "line": 17, "record": 16, "message": "expected a value", "text": "{\"text\": }"}]}],
               "samples": [{"file": "news.csv", "line": 4, "record": 4, "template": "terse", "inverted": true, "demonstrations": 2,
                "key": "0123456789abcdef", "row": {"text": "The game ended late.", "label": "Sports", "id": 4711, "tags": ["a", "b"]},
                "prompt": "The game ended late.\nTopic:", "completion": "Sports", "truncated": true}]}],
              "duplicates": {"within": [{"split": "train", "count": 2}], "across": [{"splits": ["train", "validation"], "count": 1}],
               "examples": [{"splits": ["train", "validation"], "text": "The game ended late."}]},
              "findings": [{"severity": "warning", "rule": "ambiguous-prompt", "message": "equal prompts with different answers",
               "file": "recipe.yaml", "line": 3}, {"severity": "error", "message": "too few rows"}]}}
            """#)

    /// The smallest that is one.
    static let least = JSONValue.object(["tool": "hornbook"])
}

extension JSONValue {
    /// The value with another text in every string, and in every key of an object whose keys are data.
    ///
    /// - Parameter kept: paths' last keys whose strings choose among known words.
    func replacingTexts(
        kept: Set<String> = ["tool", "severity"],
        named: Set<String> = ["rejected_by_code", "refused_inversions", "templates", "options", "splits", "row"],
        under key: String = "", _ change: (String) -> String
    ) -> JSONValue {
        switch self {
        case .string(let text): kept.contains(key) ? self : .string(change(text))
        case .array(let elements):
            .array(elements.map { $0.replacingTexts(kept: kept, named: named, under: key, change) })
        case .object(let members):
            .object(
                members.map { member in
                    JSONValue.Member(
                        key: named.contains(key) && !Self.isPart(member.value) ? change(member.key) : member.key,
                        value: member.value.replacingTexts(kept: kept, named: named, under: member.key, change))
                })
        default: self
        }
    }

    /// Objects under a name that data use elsewhere, such as the list `templates`, have keys of their own.
    private static func isPart(_ value: JSONValue) -> Bool {
        switch value {
        case .object, .bool: true
        default: false
        }
    }

    /// The object with another value of a key, which may be new; the path's other keys must be there.
    func setting(_ path: [String], to value: JSONValue?) -> JSONValue {
        guard case .object(var members) = self, let key = path.first else { return self }
        let rest = Array(path.dropFirst())
        let index = members.firstIndex { $0.key == key }
        if let index, !rest.isEmpty {
            members[index].value = members[index].value.setting(rest, to: value)
        } else {
            if let index { members.remove(at: index) }
            if let value, rest.isEmpty { members.append(JSONValue.Member(key: key, value: value)) }
        }
        return .object(members)
    }
}
