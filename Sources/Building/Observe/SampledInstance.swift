import JSON
import Mixing
import Prompting
import Records
import Reports
import Running

/// An instance that may be shown in a report: of all those that are taken, the ones that come first when they are shuffled.
struct SampledInstance: Sendable {
    var order: UInt64
    var place: RecordLocation
    var sample: InstanceSample

    /// The first ones; of equal rows, the one that stands first.
    static func first(_ count: Int, of samples: [SampledInstance]) -> [SampledInstance] {
        var result: [SampledInstance] = []
        for sample in samples.sorted(by: { $0.order != $1.order ? $0.order < $1.order : $0.place < $1.place })
        where result.count < count && result.last?.order != sample.order {
            result.append(sample)
        }
        return result
    }
}

/// Finds the instances of a thread's rows that may be shown.
struct InstanceSampler {
    private let dataset: PreparedDataset
    private var worst: UInt64?
    private var kept: [UInt64] = []
    private var found: [SampledInstance] = []

    init(_ dataset: PreparedDataset) { self.dataset = dataset }

    /// - Parameter template: the position of its template.
    mutating func look(
        at instance: Instance, order: UInt64, template: Int, row: Row, _ key: RecordKey, _ place: RecordLocation
    ) {
        if let worst, order >= worst { return }
        // Of equal rows the first one stands for all.
        if kept.contains(order) { return }
        kept.append(order)
        kept.sort()
        if kept.count > DatasetObserver.maxSamples { kept.removeLast() }
        if kept.count == DatasetObserver.maxSamples { worst = kept.last }
        // The row has been read already, so this cannot fail.
        let value = (try? JSONValue(parsing: row.bytes)) ?? .null
        found.append(
            SampledInstance(
                order: order, place: place,
                sample: InstanceSample(
                    place: RowLocation(
                        source: dataset.inputs.names[place.input], line: place.line, record: place.record),
                    template: dataset.task.template(at: template).name, isInverted: instance.isInverted,
                    demonstrations: instance.demonstrations.count, key: keyText(key), row: value,
                    prompt: instance.promptText, completion: instance.completionText,
                    turns: (instance.conversation?.messages ?? []).map { message in
                        SampledTurn(
                            speaker: message.role.rawValue, text: message.text, reasoning: message.reasoning ?? "",
                            calls: message.calls.isEmpty ? "" : message.callsText)
                    })))
    }

    /// What was found since the last call.
    mutating func take() -> [SampledInstance] {
        defer { found = [] }
        return found
    }
}
