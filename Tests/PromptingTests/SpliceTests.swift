import JSON
import Jinja
import Mixing
import TestSupport
import Testing

@testable import Prompting

/// The fast form of templates that only splice, against the machine that defines what comes out.
@Suite struct SpliceTests {
    /// What a row gives: its parts as the insides of JSON strings, or the error.
    private func parts(_ task: PromptTask, _ json: [UInt8], splices: Bool) -> [String] {
        let prompter = Prompter(task, splices: splices)
        let fields = JSONFields()
        let instance = Instance()
        return json.withUnsafeBytes { bytes in
            do {
                var scanner = JSONScanner(bytes)
                try scanner.scanObject(into: fields)
                guard try prompter.load(bytes, fields) else { return ["filtered"] }
                try prompter.render(0, key: 1, into: instance)
                #expect(splices || !instance.isEscaped)
                return (0..<instance.partCount).map { index in
                    let output = ByteBuffer()
                    if instance.isEscaped {
                        output.append(instance.part(index))
                    } else {
                        JSONString.writeContents(instance.part(index), to: output)
                    }
                    return output.string
                } + ["choices: \(instance.answerChoices ?? [])"]
            } catch {
                return ["error: \(error)"]
            }
        }
    }

    private func agree(_ template: PromptTemplate, _ rows: [String], lenient: Bool = false) throws {
        var options = PromptOptions()
        options.undefined = lenient ? .standard : .strict
        let task = try makeTask([template], options: options)
        for row in rows {
            let json = Array(row.utf8)
            #expect(
                parts(task, json, splices: true) == parts(task, json, splices: false), "\(template.jinja) over \(row)")
        }
    }

    private func template(_ jinja: String, choices: String? = nil) -> PromptTemplate {
        PromptTemplate(id: jinja, name: "t", jinja: jinja, answerChoices: choices)
    }

    /// Values as JSON text: every kind, every way to write white space, and what looks like something else.
    private static let values = [
        #""plain""#, #""""#, #"" ""#, #""\t\n\r\f""#, #""\u000b\u001c\u001d\u001e\u001f\u0085\u00a0""#,
        "\"\u{85}\u{A0}\u{1680}\u{2000}\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}x\u{3000}\"",
        #"" \u2003x\u2003 ""#, #""\u200b\ufeffx\u180e""#, #""x\\n""#, #""x\\\n""#, #""x\\\\t""#, #""\\""#,
        #""\\u0020""#,
        #""x\u0041\/\"""#, #""\ud83d\ude00é\u00e9""#, #""a|||b""#, #""{{ a }}{% if %}""#, #""ends with t""#,
        #""u001c""#, #""xu001c""#, #""x\\u001c""#, #""\b\u0000\u007f""#, "\"\(Separator(variant: 0).mark)\"",
        "0", "-0", "7", "-12", "123456789012345678901234567890", "1.0", "1e5", "-0.0",
        "1E400".replacing("E400", with: "E300"),
        "2.5e-7", "true", "false", "null", #"["x", 1]"#, #"{"k": "v"}"#,
    ]

    private static let rows = values.flatMap { value in
        [#"{"a":\#(value),"b":"B","label":1}"#, #"{"label": 0, "b": "", "a": \#(value)}"#]
    }

    @Test(arguments: [
        "{{ a }} ||| {{ b }}", "{{ a }}", "{{ a }}{{ b }}|||{{ b }}{{ a }}", " \n{{ a }}\n ||| \t{{ a }}.", "|||",
        "Q: {{ a }}\nA:|||{{ label }}|||{{ a }}|||", "x \u{A0}||| {{ b }}\u{2003}", "{{ b }} \"\\ é ||| {{ a }}", "",
        "{{ c }} ||| x",
    ])
    func templatesGiveTheSame(_ jinja: String) throws {
        try agree(template(jinja), Self.rows)
        try agree(template(jinja), Self.rows, lenient: true)
    }

    @Test(arguments: ["yes ||| no", "no", "\"quoted\" ||| \u{A0}x ||| "])
    func answerChoicesAreTheSame(_ choices: String) throws {
        let labels = ["0", "1", "-1", "-2", "-3", "2", "7", "1.0", "true", #""1""#, "null", "99999999999", "-0"]
        let rows = labels.map { #"{"a":"A","label":\#($0)}"# } + [#"{"a":"A"}"#]
        for jinja in ["{{ a }} ||| {{ answer_choices[label] }}", "{{ answer_choices }} ||| {{ a }}", "{{ a[label] }}"] {
            try agree(template(jinja, choices: choices), rows)
            try agree(template(jinja), rows)
        }
    }

    /// The comparison means something: such templates do take the fast way.
    @Test func theFastFormIsUsed() throws {
        let prompter = Prompter(try makeTask([template("{{ a }} ||| {{ answer_choices[label] }}", choices: "x ||| y")]))
        let instance = Instance()
        let fields = JSONFields()
        try Array(#"{"a":"A\n","label":1}"#.utf8).withUnsafeBytes { bytes in
            var scanner = JSONScanner(bytes)
            try scanner.scanObject(into: fields)
            #expect(try prompter.load(bytes, fields))
            try prompter.render(0, key: nil, into: instance)
        }
        #expect(instance.isEscaped && instance.partCount == 2)
    }

    @Test func reservedAndOddNamesAreTheSame() throws {
        try agree(
            template("{{ a }} ||| {{ b }}"),
            [
                #"{"answer_choices":1,"a":"x","b":"y"}"#, #"{"\u0061":"x","b":"y"}"#, #"{"a":"x","b":"y","a":"z"}"#,
                #"{"answer\u005fchoices":1,"a":"x","b":"y"}"#, #"{}"#, #"{"b":"y"}"#,
            ])
    }

    @Test func longTextsAreTheSame() throws {
        let long = String(repeating: "abcdefgh\\n", count: 130_000)
        try agree(
            template("{{ a }} ||| {{ b }}"),
            [#"{"a":"\#(long)","b":"x"}"#, #"{"a":"\#(long.prefix(70_000))","b":"x"}"#])
    }

    @Test func randomTemplatesOverRandomRows() throws {
        var random = Draws(seed: 7)
        let words = [
            "", " ", "\n", "\\", "\"", "word", "é", "|||", " ||| ", "\u{A0}", "t", "{{ a }}", "{{ b }}", "{{ label }}",
        ]
        for _ in 0..<400 {
            let jinja = (0..<random.draw(8)).map { _ in words[random.draw(words.count)] }.joined()
            let rows = (0..<6).map { _ in
                #"{"a":\#(Self.values[random.draw(Self.values.count)]),"label":3,"b":\#(Self.values[random.draw(Self.values.count)])}"#
            }
            try agree(template(jinja), rows)
        }
    }
}
