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
func mapInOrder<Input: Sendable, Output: Sendable>(
    jobs: Int, next: () throws -> Input?, mayReadAhead: () -> Bool,
    makeWorker: @escaping @Sendable () -> (Input) -> Output, consume: (Output) throws -> Void
) throws {
    if jobs <= 1 {
        let work = makeWorker()
        while let input = try next() { try consume(work(input)) }
        return
    }
    let queue = OrderedQueue<Input, Output>()
    let threads = (0..<jobs).map { _ in
        startThread {
            let work = makeWorker()
            while let (number, input) = queue.takeInput() { queue.put(number, work(input)) }
        }
    }
    defer {
        queue.close()
        for thread in threads { pthread_join(thread, nil) }
    }
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
        try consume(queue.takeOutput(consumed))
        consumed += 1
    }
}

/// What waits to be worked on, and what is done.
private final class OrderedQueue<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    private let condition = Condition()
    private var inputs: [(Int, Input)] = []
    private var outputs: [Int: Output] = [:]
    private var isClosed = false

    func add(_ input: Input, number: Int) {
        condition.locked {
            inputs.append((number, input))
            condition.wakeAll()
        }
    }

    /// Waits for an input; nil when there will be none.
    func takeInput() -> (Int, Input)? {
        condition.locked {
            while inputs.isEmpty, !isClosed { condition.wait() }
            return isClosed ? nil : inputs.removeFirst()
        }
    }

    func put(_ number: Int, _ output: Output) {
        condition.locked {
            outputs[number] = output
            condition.wakeAll()
        }
    }

    func takeOutput(_ number: Int) -> Output {
        condition.locked {
            while true {
                if let output = outputs.removeValue(forKey: number) { return output }
                condition.wait()
            }
        }
    }

    func close() {
        condition.locked {
            isClosed = true
            condition.wakeAll()
        }
    }
}

/// A lock with a condition to wait for.
private final class Condition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Must be called with the lock held.
    func wait() { pthread_cond_wait(condition, mutex) }
    func wakeAll() { pthread_cond_broadcast(condition) }
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
