import JSON

/// A line of an answer or error file of OpenAI's Batch API.
package struct ModelReply: Sendable {
    /// What has become of a request. Of several replies to one request the first in this order counts.
    package enum Outcome: UInt8, Sendable, CaseIterable {
        /// With an answer of the kind's form.
        case answered
        /// With an answer of another form.
        case unparsed
        /// Its answer was cut at the length allowed (`finish_reason: length`).
        case cut
        /// The model has refused (`message.refusal`).
        case refused
        /// A filter has kept the answer back (`content_filter`).
        case filtered
        /// The status is not 200, or the reply holds no answer.
        case failed
        /// The batch has ended before its turn came (`batch_expired`).
        case expired

        /// Whether asking again may help.
        package var isWorthRetrying: Bool { [.cut, .failed, .expired].contains(self) }
    }

    package var customID: String
    package var outcome: Outcome
    /// The model's text; empty where there is none.
    package var text: String

    /// - Returns: nil if it names no request.
    package init?(_ json: JSONValue, to kind: RequestKind) {
        guard let customID = json["custom_id"]?.text else { return nil }
        self.customID = customID
        (outcome, text) = Self.judge(json, kind)
    }

    private static func judge(_ json: JSONValue, _ kind: RequestKind) -> (Outcome, String) {
        if let code = json["error"]?["code"]?.text { return (code == "batch_expired" ? .expired : .failed, "") }
        guard let response = json["response"], let body = response["body"] else { return (.failed, "") }
        guard response["status_code"]?.integer == 200 else {
            // Some servers tell so that the filter has stopped a prompt.
            return (body["error"]?["code"]?.text == "content_filter" ? .filtered : .failed, "")
        }
        guard let choice = body["choices"]?.elements?.first, let message = choice["message"] else {
            return (.failed, "")
        }
        let text = content(message["content"]) ?? ""
        let reason = choice["finish_reason"]?.text
        if reason == "content_filter" { return (.filtered, text) }
        if let refusal = message["refusal"]?.text, !refusal.isEmpty { return (.refused, text) }
        if reason == "length" { return (.cut, text) }
        return (ModelAnswer(text, to: kind) == nil ? .unparsed : .answered, text)
    }

    /// The text of a message: a string, or a list of parts of which those that are text count.
    private static func content(_ value: JSONValue?) -> String? {
        if let parts = value?.elements { return parts.compactMap { $0["text"]?.text }.joined() }
        return value?.text
    }
}
