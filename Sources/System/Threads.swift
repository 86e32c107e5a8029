#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

package struct StartedThread {
    fileprivate let handle: pthread_t

    /// Waits for its end; once.
    package func join() { pthread_join(handle, nil) }
}

private final class ThreadBody {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Starts a thread with a stack of 8 MiB, which deeply nested templates and rows need on every system.
@discardableResult
package func startThread(_ body: @escaping @Sendable () -> Void) -> StartedThread {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let argument = Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    // Whether the thread and the argument are optional differs between systems.
    #if canImport(Darwin)
        var thread: pthread_t?
    #else
        var thread = pthread_t()
    #endif
    let result = pthread_create(
        &thread, &attributes,
        { argument in
            let body: UnsafeMutableRawPointer? = argument
            Unmanaged<ThreadBody>.fromOpaque(body!).takeRetainedValue().run()
            return nil
        }, argument)
    precondition(result == 0, "a thread cannot be started")
    let handle: pthread_t? = thread
    return StartedThread(handle: handle!)
}

/// A lock between threads.
@usableFromInline
package final class Lock: @unchecked Sendable {
    @usableFromInline let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    package init() { pthread_mutex_init(mutex, nil) }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs a body that no other one of this lock runs beside.
    @inlinable
    package func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

/// Something to wait for under a lock.
package final class Condition: @unchecked Sendable {
    private let lock: Lock
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init(_ lock: Lock) {
        self.lock = lock
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
    }

    /// Must be called with the lock held.
    package func wait() { pthread_cond_wait(condition, lock.mutex) }
    /// Wakes one thread that waits.
    package func wakeOne() { pthread_cond_signal(condition) }
    /// Wakes all threads that wait.
    package func wakeAll() { pthread_cond_broadcast(condition) }
}
