import Diagnostics
import Foundation
import JSON
import Prompting
import TestSupport
import Testing

@testable import Recipes

@Suite struct ChatTemplateFilesTests {
    private typealias Token = ChatTemplate.Token

    private func tokens(_ file: String?, map mapFile: String? = nil) throws -> [String: String?] {
        let config = try file.map { try JSONValue(parsing: $0) }
        let map = SpecialTokens.usesMap(config) ? try mapFile.map { try JSONValue(parsing: $0) } : nil
        return Dictionary(
            uniqueKeysWithValues: SpecialTokens.tokens(config: config, map: map).map { ($0.name, $0.text) })
    }

    // What `special_tokens_map` of a tokenizer is in transformers 5, for the same files.
    @Test func tokensAsTransformersHasThem() throws {
        let object = #"{"__type": "AddedToken", "content": "<s>", "special": true}"#
        #expect(
            try tokens(#"{"bos_token": "<c>"}"#, map: #"{"bos_token": "<m>", "eos_token": {"content": "</m>"}}"#)
                == ["bos_token": "<m>", "eos_token": "</m>"])
        #expect(
            try tokens(#"{"bos_token": "<c>", "added_tokens_decoder": {}}"#, map: #"{"bos_token": "<m>"}"#)
                == ["bos_token": "<c>"])
        #expect(
            try tokens(
                #"{"image_token": "<c>", "b_token": \#(object), "flag_token": true}"#,
                map: #"{"image_token": "<m>", "x_token": "X", "other": "O"}"#)
                == ["b_token": "<s>", "image_token": "<c>", "x_token": "X"])
        #expect(
            try tokens(
                #"{"image_token": "<c>", "extra_special_tokens": {"image_token": "<e>", "boi": "<boi>"}}"#,
                map: #"{"image_token": "<m>"}"#) == ["image_token": "<e>", "boi": "<boi>"])
        #expect(
            try tokens(
                #"{"extra_special_tokens": {"image_token": "<e>", "boi": "<boi>"}}"#,
                map: #"{"extra_special_tokens": {"image_token": "<em>"}, "image_token": "<m>"}"#)
                == ["image_token": "<em>", "boi": "<boi>"])
        #expect(try tokens(#"{"bos_token": "<c>"}"#, map: #"{"bos_token": null}"#) == ["bos_token": String?.none])
        #expect(try tokens(nil, map: #"{"bos_token": "<m>"}"#) == ["bos_token": "<m>"])
        #expect(try tokens(#"{"extra_special_tokens": ["<a>"]}"#) == [:])
    }

    /// What is chosen in a folder of files, and the files that were read.
    private func choose(
        _ name: String? = nil, of path: String = "", in files: [String: String]
    ) throws -> (template: String, tools: String?, read: [String]) {
        let folder = try TemporaryFolder()
        try folder.fill(files)
        var found = try ChatTemplateFiles(folder.path(path))
        let (source, toolSource) = try found.choose(name)
        let root = folder.path("") + (folder.path("").hasSuffix("/") ? "" : "/")
        return (source.text, toolSource?.text, found.read.map { String($0.name.dropFirst(root.count)) })
    }

    private func mistake(_ name: String? = nil, of path: String = "", in files: [String: String]) -> Diagnostic? {
        do {
            _ = try choose(name, of: path, in: files)
            return nil
        } catch {
            return (error as? Diagnostics)?.all.first
        }
    }

    @Test func aTemplateOfItsOwnComesBeforeTheConfiguration() throws {
        let config = #"{"chat_template": "C", "bos_token": "<s>"}"#
        let both = try choose(in: ["tokenizer_config.json": config, "chat_template.jinja": "J"])
        #expect(both.template == "J")
        #expect(both.read == ["tokenizer_config.json", "chat_template.jinja"])
        #expect(try choose(in: ["tokenizer_config.json": config]).template == "C")
        let processor = ["tokenizer_config.json": config, "chat_template.json": #"{"chat_template": "P"}"#]
        #expect(try choose(in: processor).template == "P")
        // A file that is named is the one.
        #expect(
            try choose(
                of: "tokenizer_config.json", in: ["tokenizer_config.json": config, "chat_template.jinja": "J"]
            ).template == "C")
    }

    @Test func namedTemplates() throws {
        let files = [
            "chat_template.jinja": "J", "additional_chat_templates/rag.jinja": "R",
            "additional_chat_templates/tool_use.jinja": "T", "additional_chat_templates/notes.txt": "N",
        ]
        let chosen = try choose(in: files)
        #expect((chosen.template, chosen.tools) == ("J", "T"))
        #expect(chosen.read == ["chat_template.jinja", "additional_chat_templates/tool_use.jinja"])
        let rag = try choose("rag", in: files)
        #expect((rag.template, rag.tools) == ("R", nil))
        #expect(mistake("ragg", in: files)?.help == "its templates: `default`, `rag`, `tool_use`")
        let list = [
            "tokenizer_config.json":
                #"{"chat_template": [{"name": "a", "template": "A"}, {"name": "b", "template": "B"}]}"#
        ]
        #expect(try choose("b", in: list).template == "B")
        #expect(mistake(in: list)?.message.contains("no chat template called `default`") == true)
        #expect(mistake("x", of: "chat_template.jinja", in: files)?.help == "its templates: `default`")
    }

    @Test func aFileTakesTheTokensOfItsFolder() throws {
        let folder = try TemporaryFolder()
        try folder.write("tokenizer_config.json", #"{"bos_token": "<c>", "eos_token": "</c>"}"#)
        try folder.write("special_tokens_map.json", #"{"eos_token": "</m>"}"#)
        try folder.write("any.jinja", "T")
        try folder.write("other.json", #"{"chat_template": "T", "bos_token": "<o>"}"#)
        let template = try ChatTemplateFiles(folder.path("any.jinja"))
        #expect(template.tokens == [Token(name: "bos_token", text: "<c>"), Token(name: "eos_token", text: "</m>")])
        #expect(template.read.count == 3)
        let json = try ChatTemplateFiles(folder.path("other.json"))
        #expect(json.tokens == [Token(name: "eos_token", text: "</m>"), Token(name: "bos_token", text: "<o>")])
    }

    @Test func whatIsNoModel() throws {
        #expect(mistake(in: ["README.md": "x"])?.help?.contains("chat_template.jinja") == true)
        #expect(mistake(of: "no.jinja", in: [:])?.message.contains("no.jinja") == true)
        #expect(
            mistake(in: ["chat_template.jinja": "x", "tokenizer_config.json": "{"])?.message.contains("is not JSON")
                == true)
        #expect(mistake(of: "a.json", in: ["a.json": "[]"]) != nil)
    }

    @Test func aTemplateMayBeginLikeAnObject() throws {
        #expect(try choose(of: "a.jinja", in: ["a.jinja": "{{ bos_token }}"]).template == "{{ bos_token }}")
    }
}
