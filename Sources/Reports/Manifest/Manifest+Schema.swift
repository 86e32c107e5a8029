/// A line of the schema.
struct FieldDescription {
    /// The way from the outermost object: `a.b` is a member of `a`, `a[]` an element.
    var key: String
    let type: String, meaning: String, parts: PartRule

    func inside(_ key: String) -> FieldDescription {
        var field = self
        field.key = key + field.key
        return field
    }
}

extension Manifest {
    /// The manifest's fields in Markdown, made of the tables by which manifests are written and read.
    package static var schemaDocumentation: String {
        let head = """
            # The manifest

            `manifest.json` tells what a build was made from and what came of it. This table is made of the one by which the program
            writes and reads manifests. `a.b` is the member `b` of the object `a`, `a[]` an element of the list `a`. The last column tells
            how a build in parts comes to the value: parts add up (sum), all have it (same), the plan has it (plan), it follows from
            what adds up (computed), or it is left out or empty (–).

            | key | type | meaning | parts |
            | --- | --- | --- | --- |

            """
        return head
            + fields.flatMap(\.descriptions).map {
                "| `\($0.key)` | \($0.type) | \($0.meaning) | \($0.parts.rawValue) |\n"
            }.joined()
    }
}
