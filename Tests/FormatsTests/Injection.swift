import Foundation
import Synchronization
import System
import Testing

@testable import Formats

/// Lets the N-th call to the system go wrong, and tells which one that was.
final class Injection: Sendable {
    /// Of which calls the N-th is meant, and what happens to it.
    let choose: @Sendable (_ call: SystemCalls.Call, _ bytes: Int) -> SystemCalls.Fault?
    private let number: Int
    private let state = Mutex<(seen: Int, hit: SystemCalls.Call?)>((0, nil))

    /// - Parameters:
    ///   - number: which call, from 1.
    ///   - choose: the fault for a call; nil if calls of its kind are not counted.
    init(
        _ number: Int, _ choose: @escaping @Sendable (_ call: SystemCalls.Call, _ bytes: Int) -> SystemCalls.Fault?
    ) {
        self.number = number
        self.choose = choose
    }

    /// The call that went wrong, if the run got as far.
    var hit: SystemCalls.Call? { state.withLock { $0.hit } }

    /// Runs with the fault.
    ///
    /// - Parameter isWithoutExchange: whether the system cannot swap two folders, either.
    func run(isWithoutExchange: Bool = false, _ body: () throws -> Void) -> Result<Void, any Error> {
        Result {
            try SystemCalls.$fault.withValue({ call, bytes in
                if isWithoutExchange, call == .exchange { return .error(ENOSYS) }
                guard let fault = self.choose(call, bytes) else { return nil }
                return self.state.withLock { state in
                    state.seen += 1
                    guard state.seen == self.number else { return nil }
                    state.hit = call
                    return fault
                }
            }) { try body() }
        }
    }
}
