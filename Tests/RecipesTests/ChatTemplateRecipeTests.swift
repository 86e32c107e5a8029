import Diagnostics
import JSON
import Testing

@testable import Recipes

@Suite struct ChatTemplateRecipeTests {
    private func recipe(_ chatTemplate: String) throws -> ChatTemplateRecipe? {
        try Recipe(
            path: "r.yaml", text: RecipeTests.smallest + "output: {format: text, chat-template: \(chatTemplate)}"
        ).output.chatTemplate
    }

    private func mistakes(_ chatTemplate: String) -> [String] {
        do {
            _ = try recipe(chatTemplate)
            return []
        } catch {
            return (error as? Diagnostics)?.all.map(\.message) ?? []
        }
    }

    @Test func aPathAlone() throws {
        let recipe = try #require(try recipe("model/"))
        #expect(recipe.path == "model/")
        #expect(recipe.name == nil && recipe.kwargs.isEmpty && recipe.maxSteps == nil)
    }

    @Test func aMapping() throws {
        let recipe = try #require(
            try recipe(
                "{path: m, name: tool_use, max-steps: 5000000, kwargs: {a: false, b: 'false', c: 1.5, d: ~, e: [low, 2], f: {g: h}}}"
            ))
        #expect((recipe.name, recipe.maxSteps) == ("tool_use", 5_000_000))
        #expect(
            JSONValue.object(recipe.kwargs).line
                == #"{"a":false,"b":"false","c":1.5,"d":null,"e":["low",2],"f":{"g":"h"}}"#)
    }

    @Test func mistakesAreTold() {
        #expect(mistakes("{name: a}") == ["`chat-template` needs `path`"])
        #expect(mistakes("{path: m, max-steps: 0}") == ["`max-steps` must be a whole number of at least 1"])
        #expect(mistakes("{path: m, kwargs: [a]}") == ["`kwargs` must be a mapping of names to values"])
        #expect(
            mistakes("{path: m, kwargs: {messages: []}}")
                == ["`kwargs` cannot set `messages`, which is the conversation"])
        #expect(mistakes("{path: m, tokens: {}}") == ["`chat-template` has no key `tokens`"])
        #expect(mistakes("[m]") == ["`chat-template` must be a text"])
    }
}
