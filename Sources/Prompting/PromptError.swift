import Conversations
import Diagnostics
import Jinja

/// Why a row gives no instance; the raw values are the codes that reject files carry.
package enum PromptErrorCode: String, Rule {
    case undefinedField = "template_undefined"
    case templateFailed = "template_error"
    case undefinedToken = "undefined_token"
    case tooManyParts = "too_many_parts"
    case reservedField = "reserved_field"
    case unknownLabel = "unknown_label"
    case answerNotAnOption = "answer_not_an_option"
    case notAConversation = "not_a_conversation"
    case turnOrder = "turn_order"
    case emptyTurn = "empty_turn"
    case noAnswer = "no_answer"
    case wrongType = "wrong_type"
    case badAnswer = "bad_answer"
    case nothingLearnt = "nothing_learnt"
    case notAnInstruction = "not_an_instruction"
    case instructionTooLong = "instruction_too_long"
    case missingID = "missing_id"
    case separatorInRow = "separator_in_row"
    case missingScore = "missing_score"
    case scoreOutOfRange = "score_out_of_range"
    case sharedID = "shared_id"

    package var summary: String {
        switch self {
        case .undefinedField: "a template names a field that the row lacks"
        case .templateFailed: "a template fails on the row"
        case .undefinedToken: "a chat template prints a special token that is not defined"
        case .tooManyParts: "a template gives more than a prompt and a completion"
        case .reservedField: "the row has a field called `answer_choices`"
        case .unknownLabel: "the label's value is not among the recipe's labels"
        case .answerNotAnOption: "a template shows options, and completes with something else"
        case .notAConversation: "the row is no conversation in a form that is known"
        case .turnOrder: "the turns of a conversation do not alternate, or do not end with an answer"
        case .emptyTurn: "a turn of a conversation is empty"
        case .noAnswer: "an instruction has no answer"
        case .wrongType: "a field of a conversation is of another type than it should be"
        case .badAnswer: "the row's own label says that its answer is a bad one"
        case .nothingLearnt: "by its flags no answer of a conversation is to be learnt"
        case .notAnInstruction: "the row holds no instruction in a form that is known"
        case .instructionTooLong: "the instruction is too long to be compared with others"
        case .missingID: "the row lacks the field that identifies it"
        case .separatorInRow: "the row holds every mark that could divide the parts of a prompt"
        case .missingScore: "the row has no score of difficulty that can be read"
        case .scoreOutOfRange: "the row's score of difficulty is out of range"
        case .sharedID: "two datasets have a row with one id, for which one file holds the score"
        }
    }

    /// What to do about it, where the row is not to blame.
    package var help: String? {
        guard self == .undefinedToken else { return nil }
        return "define it in the model's tokenizer_config.json, beside the template, or in `kwargs` of `chat-template` "
            + "(--chat-template-kwargs)"
    }
}

/// A row that gives no instance.
@usableFromInline
package struct PromptError: Error, Sendable {
    package var code: PromptErrorCode
    /// What is wrong, and how to mend it.
    package var message: String
    /// The name of the template, or of the recipe's entry, that failed.
    package var template: String?
    package var field: String?

    package init(_ code: PromptErrorCode, _ message: String, template: String? = nil, field: String? = nil) {
        (self.code, self.message, self.template, self.field) = (code, message, template, field)
    }

    /// An error of a conversation.
    init(_ error: ConversationError) {
        self.init(PromptErrorCode(rawValue: error.code.rawValue)!, error.message, field: error.field)
    }

    /// An error of a template.
    ///
    /// - Parameter row: whose fields are searched for a name like the one that is undefined.
    package init(_ error: JinjaError, template: String, row: RowValues? = nil) {
        let place = error.hasPosition ? ", line \(error.line), column \(error.column)" : ""
        self.init(
            error.kind == .undefined ? .undefinedField : .templateFailed,
            "template `\(template)`\(place): \(error.message)", template: template, field: error.name)
        if error.kind == .undefined, let name = error.name, let row,
            let near = suggestion(for: name, among: row.fieldNames)
        {
            message += "; did you mean `\(near)`?"
        }
        if error.kind == .stepLimit { message += "; --max-steps of `render` and `jinja` allows more" }
        if error.kind == .outputLimit { message += "; --max-output-bytes of `render` and `jinja` allows more" }
    }
}
