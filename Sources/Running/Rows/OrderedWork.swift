#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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
        for thread in threads { pthread_join(thread, nil) }
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
                failure = error
                hasEnded = true
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

    init() {
        inputCame = Condition(lock)
        outputCame = Condition(lock)
    }

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

/// Tells the C library to keep memory that is given up, up to 64 MiB: blocks of text are given up
/// and asked for again all the time, by several threads, and pages that go back to the system each time cost more than the
/// work done in them.
private func keepFreedMemory() {
    #if canImport(Glibc)
        // Not among the functions that Swift sees; without it all goes on as usual.
        typealias Setting = @convention(c) (CInt, CInt) -> CInt
        guard let symbol = dlsym(nil, "mallopt") else { return }
        let set = unsafeBitCast(symbol, to: Setting.self)
        let (trimThreshold, mapThreshold): (CInt, CInt) = (-1, -3)
        _ = set(trimThreshold, 64 << 20)
        _ = set(mapThreshold, 32 << 20)
    #endif
}

private final class ThreadBody {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a thread with a stack of 8 MiB, which deeply nested templates and rows need on every system.
func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let argument = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(
            &thread, &attributes,
            {
                Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run(); return nil
            }, argument)
        precondition(result == 0, "a thread cannot be started")
        return thread!
    #else
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument)
        precondition(result == 0, "a thread cannot be started")
        return thread
    #endif
}
