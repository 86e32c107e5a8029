import Prompting
import Records

/// What is done with each row; one handler a thread.
@usableFromInline
package protocol RowHandler: AnyObject, SendableMetatype {
    /// What a batch of rows gives.
    associatedtype BatchResult: Sendable

    /// Tells what row is handled next; most handlers need not know where it stands.
    func willHandle(_ rows: RowCursor)
    /// Handles a row. What it has done for a row that throws must be undone.
    func handle(_ row: Row) throws(PromptError)
    /// Gives what the rows since the last call have given.
    func finishBatch() -> BatchResult

    /// Handles all rows of a batch. Handlers take the one below, which is compiled for each of them in its own room: so
    /// that a row costs no call through the protocol.
    func handleAll(_ rows: RowCursor)
}

extension RowHandler {
    @inlinable
    package func willHandle(_ rows: RowCursor) {}

    @inlinable
    package func handleAll(_ rows: RowCursor) {
        while rows.advance() {
            willHandle(rows)
            do throws(PromptError) {
                try handle(rows.row)
            } catch {
                rows.reject(error)
            }
        }
    }
}

/// Where a record stands in the inputs of a run.
package struct RecordLocation: Sendable, Comparable {
    /// The input's position among the inputs.
    package var input: Int
    /// The physical line on which the record starts, from 1.
    package var line: Int
    /// The record's number in its input, from 1; 0 where nobody asks for it.
    package var record = 0

    package init(input: Int, line: Int, record: Int = 0) {
        (self.input, self.line, self.record) = (input, line, record)
    }

    package static func < (a: RecordLocation, b: RecordLocation) -> Bool { (a.input, a.line) < (b.input, b.line) }
}
