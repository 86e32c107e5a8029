#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A thread that was started.
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
    #if canImport(Darwin)
        var thread: pthread_t?
        let result = pthread_create(
            &thread, &attributes,
            {
                Unmanaged<ThreadBody>.fromOpaque($0).takeRetainedValue().run(); return nil
            }, argument)
        precondition(result == 0, "a thread cannot be started")
        return StartedThread(handle: thread!)
    #else
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { argument in
                Unmanaged<ThreadBody>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, argument)
        precondition(result == 0, "a thread cannot be started")
        return StartedThread(handle: thread)
    #endif
}
