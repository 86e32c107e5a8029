import System

/// Runs work on several threads and hands the results on in the order of the inputs, holding a bounded number of both.
///
/// - Parameters:
///   - jobs: how many threads work; with 1, everything runs on the caller's.
///   - next: gives the inputs, on the caller's thread; nil at the end.
///   - mayReadAhead: whether `next` will not wait, so that more than one input may be asked for before a result is
///     there. A pipe whose writer is slow gets its results as soon as they are ready.
///   - makeWorker: makes the work of one thread, which may keep state of its own.
///   - consume: takes the results, on the caller's thread.
/// - Throws: what `next` or `consume` throw; the threads have ended by then. What came before an error of `next` is
///   consumed first, as it is with one thread.
package func orderedParallelMap<Input: Sendable, Output: Sendable>(
    jobs: Int, next: () throws -> Input?, mayReadAhead: () -> Bool,
    makeWorker: @escaping @Sendable () -> (Input) -> Output, consume: (Output) throws -> Void
) throws {
    keepFreedMemory()
    if jobs <= 1 {
        let work = makeWorker()
        while let input = try next() { try consume(work(input)) }
        return
    }
    let queue = OrderedQueue<Input, Output>()
    // The caller's thread works, too, as long as nothing else is to be done.
    let threads = (1..<jobs).map { _ in
        startThread {
            let work = makeWorker()
            while let (number, input) = queue.takeInput() { queue.put(number, work(input)) }
        }
    }
    defer {
        queue.close()
        for thread in threads { thread.join() }
    }
    let work = makeWorker()
    var issued = 0
    var consumed = 0
    var hasEnded = false
    var failure: (any Error)?
    while true {
        while !hasEnded, issued - consumed < 2 * jobs, issued == consumed || mayReadAhead() {
            do {
                if let input = try next() {
                    queue.add(input, number: issued)
                    issued += 1
                } else {
                    hasEnded = true
                }
            } catch {
                (failure, hasEnded) = (error, true)
            }
        }
        if consumed == issued {
            if let failure { throw failure }
            return
        }
        switch queue.takeNext(consumed) {
        case .input(let number, let input): queue.put(number, work(input))
        case .output(let output):
            try consume(output)
            consumed += 1
        }
    }
}

/// What waits to be worked on, and what is done.
private final class OrderedQueue<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    /// What the caller's thread is to do.
    enum Next {
        /// To work on an input.
        case input(Int, Input)
        /// To hand on the output that was asked for.
        case output(Output)
    }

    private let lock = Lock()
    private let inputCame: Condition
    private let outputCame: Condition
    private var inputs: [(Int, Input)] = []
    private var outputs: [Int: Output] = [:]
    /// The output that the caller's thread waits for.
    private var awaited: Int?
    private var isClosed = false

    init() { (inputCame, outputCame) = (Condition(lock), Condition(lock)) }

    func add(_ input: Input, number: Int) {
        lock.locked {
            inputs.append((number, input))
            inputCame.wakeOne()
        }
    }

    /// Waits for an input; nil when there will be none.
    func takeInput() -> (Int, Input)? {
        lock.locked {
            while inputs.isEmpty, !isClosed { inputCame.wait() }
            return isClosed ? nil : inputs.removeFirst()
        }
    }

    func put(_ number: Int, _ output: Output) {
        lock.locked {
            outputs[number] = output
            if awaited == number { outputCame.wakeOne() }
        }
    }

    /// The output of a number if it is there, else an input that nobody works on, else the output once it comes.
    func takeNext(_ number: Int) -> Next {
        lock.locked {
            if let output = outputs.removeValue(forKey: number) { return .output(output) }
            if !inputs.isEmpty {
                let (number, input) = inputs.removeFirst()
                return .input(number, input)
            }
            awaited = number
            defer { awaited = nil }
            while true {
                if let output = outputs.removeValue(forKey: number) { return .output(output) }
                outputCame.wait()
            }
        }
    }

    func close() {
        lock.locked {
            isClosed = true
            inputCame.wakeAll()
        }
    }
}
