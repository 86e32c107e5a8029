import JSON
import Jinja
import Testing

@testable import Prompting

@Suite struct ChatTemplateTests {
    private static let question = #"[{"role": "user", "content": "Hi"}]"#

    private func text(
        _ template: String, tools: String? = nil, tokens: [ChatTemplate.Token] = [],
        constants: [JSONValue.Member] = [], row: KeyValuePairs<String, JSONValue> = [:], messages: String = question,
        maxSteps: Int? = nil
    ) throws -> String {
        var chat = try ChatTemplate(
            ChatTemplate.Source(name: "chat", text: template),
            toolSource: tools.map { ChatTemplate.Source(name: "tool_use", text: $0) }, tokens: tokens,
            variables: constants)
        chat.maxSteps = maxSteps
        let renderer = ChatRenderer(chat)
        return try withExtendedLifetime(renderer) {
            String(
                decoding: try renderer.text(
                    messages: Value(try JSONValue(parsing: messages)), variables: row.map { ($0.key, Value($0.value)) }),
                as: UTF8.self)
        }
    }

    private func failure(_ template: String, messages: String = question, maxSteps: Int? = nil) -> PromptError? {
        do {
            _ = try text(template, messages: messages, maxSteps: maxSteps)
            return nil
        } catch {
            return error as? PromptError
        }
    }

    @Test func namesThatAreAlwaysDefined() throws {
        #expect(
            try text("{{ tools is none }} {{ documents is none }} {{ add_generation_prompt }} {{ messages | length }}")
                == "True True False 1")
    }

    @Test func whatARowPassesComesBeforeTheRecipeAndThatBeforeTheTokens() throws {
        let tokens = [ChatTemplate.Token(name: "bos_token", text: "<s>")]
        #expect(try text("{{ bos_token }}", tokens: tokens) == "<s>")
        let recipe = [JSONValue.Member(key: "bos_token", value: "<r>")]
        #expect(try text("{{ bos_token }}", tokens: tokens, constants: recipe) == "<r>")
        #expect(try text("{{ bos_token }}", tokens: tokens, constants: recipe, row: ["bos_token": "<x>"]) == "<x>")
        #expect(try text("{{ messages[0].content }}", row: ["messages": "no"]) == "Hi")
    }

    @Test func conversationsWithToolsHaveATemplateOfTheirOwn() throws {
        #expect(try text("plain", tools: "tools") == "plain")
        #expect(try text("plain", tools: "tools", row: ["tools": .array([])]) == "tools")
        #expect(try text("plain", tools: "tools", row: ["tools": .null]) == "plain")
        #expect(try text("plain", row: ["tools": .array(["a"])]) == "plain")
    }

    @Test(arguments: [
        "{{ bos_token }}", "{{ bos_token ~ 'a' }}", "{{ 'a' + bos_token }}", "{{ bos_token | trim }}",
        "{% set x = bos_token %}{{ x }}", "{% macro m() %}{{ bos_token }}{% endmacro %}{{ m() }}",
        "{{ [bos_token] | join }}", "{{ '%s' % bos_token }}",
    ])
    func tokensThatAreNotDefinedCannotBePrinted(_ template: String) {
        let error = failure(template)
        #expect(error?.code == .undefinedToken)
        #expect(error?.field == "bos_token")
        #expect(error?.message.contains("template `chat`") == true)
        #expect(error?.message.contains("the special token `bos_token` is not defined") == true)
    }

    @Test(arguments: [
        "{% if bos_token is defined %}{{ bos_token }}{% endif %}", "{% if bos_token %}{{ bos_token }}{% endif %}",
        "{{ bos_token | default('') }}", "{{ bos_token or '' }}", "{% if false %}{{ bos_token }}{% endif %}",
        "{% if bos_token == 'a' %}x{% endif %}", "{{ nothing }}",
    ])
    func tokensThatAreNotDefinedCanBeTested(_ template: String) throws {
        #expect(try text(template) == "")
    }

    @Test func aTokenThatTheTokenizerHasNotPrintsNothing() throws {
        let none = [ChatTemplate.Token(name: "bos_token", text: nil)]
        #expect(try text("[{{ bos_token }}{{ bos_token is defined }}]", tokens: none) == "[False]")
    }

    @Test func otherUndefinedNamesKeepTheirError() {
        #expect(failure("{{ messages[0].x.y }}")?.code == .undefinedField)
    }

    // MARK: Steps

    private func conversation(of count: Int) -> String {
        "[" + Array(repeating: #"{"role": "user", "content": "Hi"}"#, count: count).joined(separator: ",") + "]"
    }

    @Test func stepsGrowWithTheMessages() throws {
        let template = "{% for m in messages %}{% for n in messages[loop.index0:] %}{{ n.x }}{% endfor %}.{% endfor %}"
        #expect(try text(template, messages: conversation(of: 700)) == String(repeating: ".", count: 700))
    }

    @Test func aTemplateThatRunsAwayIsStopped() throws {
        let error = failure(
            "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}")
        #expect(error?.code == .templateFailed)
        #expect(error?.message.contains("`max-steps`") == true)
    }

    @Test func stepsCanBeSet() throws {
        let template = "{% for a in range(2000) %}{% for b in range(400) %}{% endfor %}{% endfor %}ok"
        #expect(failure(template, maxSteps: 1000)?.message.contains("more than 1000 steps") == true)
        #expect(failure(template) != nil)
        #expect(try text(template, maxSteps: 10_000_000) == "ok")
    }
}
