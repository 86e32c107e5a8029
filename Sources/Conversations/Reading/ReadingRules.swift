/// What a recipe says about how conversations are read.
package struct ReadingRules: Sendable, Equatable {
    /// Names of fields, of rows and of messages, and of types of content parts, that are left out.
    package var ignored: Set<String> = []
    /// Whether numbers and truth values count as texts.
    package var stringifies = false
    /// Which answers are learnt; nil: by the messages' flags where there are some, else all.
    package var learn: LearnRule?
    /// What becomes of reasoning; nil: it stays where it is.
    package var reasoning: Reasoning?
    package var repairs: [Repair] = []

    package init() {}
}

/// A conversation, and what reading it has found.
package struct ReadConversation: Sendable {
    package var conversation: Conversation
    /// The fields of the row that nobody has read.
    package var unread: [String]
    package var repairs: [Repair]
}
