#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that bytes are piped through; killed and reaped when it is let go of.
///
/// Its three standard streams are socket pairs rather than pipes: those can be made close-on-exec in one step (another
/// thread's child would otherwise inherit an end and keep it open), and writing to a dead child gives an error instead
/// of a SIGPIPE that would end this process.
package final class ChildProcess {
    /// How the program failed.
    package struct Failure {
        /// The exit status or the signal, in words.
        package var reason: String
        /// What it wrote to standard error, on one line.
        package var words: String
    }

    /// The process, until it has been reaped.
    package private(set) var process: Int32?
    /// Our ends of its standard streams.
    package private(set) var input: Int32
    package let output: Int32
    package let errors: Int32

    private init(_ process: pid_t, input: Int32, output: Int32, errors: Int32) {
        (self.process, self.input, self.output, self.errors) = (process, input, output, errors)
    }

    deinit {
        if let process {
            kill(process, SIGKILL)
            _ = Self.reap(process)
        }
        for descriptor in [input, output, errors] where descriptor >= 0 {
            close(descriptor)
        }
    }

    /// Starts a program found on the PATH.
    ///
    /// - Throws: with the program's name as the path.
    package static func start(_ command: [String]) throws(SystemError) -> ChildProcess {
        var pairs: [(ours: Int32, its: Int32)] = []
        func closeAll() {
            for pair in pairs {
                close(pair.ours)
                close(pair.its)
            }
        }
        for _ in 0..<3 {
            guard let pair = socketPair() else {
                let number = errno
                closeAll()
                throw SystemError(command[0], "starting", number)
            }
            pairs.append(pair)
        }
        do throws(SystemError) {
            let process = try spawn(command, standardStreams: pairs.map(\.its))
            for pair in pairs { close(pair.its) }
            return ChildProcess(process, input: pairs[0].ours, output: pairs[1].ours, errors: pairs[2].ours)
        } catch {
            closeAll()
            throw error
        }
    }

    /// Waits until the output can be read (or has ended) or the input can take bytes.
    package func wait() -> (canRead: Bool, canWrite: Bool) {
        // A negative descriptor is passed over by poll.
        var requests = (
            pollfd(fd: output, events: Int16(POLLIN), revents: 0), pollfd(fd: input, events: Int16(POLLOUT), revents: 0)
        )
        return withUnsafeMutableBytes(of: &requests) { memory in
            let list = memory.bindMemory(to: pollfd.self)
            _ = poll(list.baseAddress, 2, -1)
            return (list[0].revents != 0, list[1].revents != 0)
        }
    }

    /// Reads from the output; 0 at its end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = recv(output, buffer.baseAddress, buffer.count, 0)
            if count >= 0 { return count }
            // A reset tells that the child died with input unread: its exit status will say why.
            if errno != EINTR { return 0 }
        }
    }

    /// Writes as much to the input as goes without waiting; a child that no longer reads is told so at the end by its
    /// exit status.
    package func write(_ bytes: ArraySlice<UInt8>) -> Int {
        let count = bytes.withUnsafeBytes { send(input, $0.baseAddress, $0.count, sendFlags) }
        if count >= 0 { return count }
        if errno != EINTR && errno != EAGAIN { closeInput() }
        return 0
    }

    /// Tells the child that no more input comes.
    package func closeInput() {
        close(input)
        input = -1
    }

    /// Waits for the end of the child; nil when it ended well.
    package func finish() -> Failure? {
        guard let process else { return nil }
        if input >= 0 { closeInput() }
        self.process = nil
        let words = readErrors()
        guard let status = Self.reap(process) else {
            return Failure(reason: "its exit status is not known", words: words)
        }
        if status.signal != 0 { return Failure(reason: "killed by signal \(status.signal)", words: words) }
        return status.code == 0 ? nil : Failure(reason: "exit status \(status.code)", words: words)
    }

    /// What the child said, up to 1 KiB, its lines joined.
    private func readErrors() -> String {
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1024)
        while text.count < 1024 {
            let count = recv(errors, &piece, piece.count, 0)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            text += piece[..<count]
        }
        let lines = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        return lines.map { String(decoding: $0, as: UTF8.self) }.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private static func reap(_ process: pid_t) -> WaitStatus? {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            if errno != EINTR { return nil }
        }
        return WaitStatus(status)
    }
}

/// How a process ended: the layout of a wait status, whose macros Swift does not import.
struct WaitStatus {
    /// What it gave as its exit status.
    let code: Int32
    /// The signal that ended it; 0 if none did.
    let signal: Int32

    init(_ status: Int32) { (code, signal) = (status >> 8 & 0xFF, status & 0x7F) }
}

#if canImport(Darwin)
    private let sendFlags = Int32(MSG_DONTWAIT)
    private let streamSocket = SOCK_STREAM
#elseif canImport(Musl)
    private let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    private let streamSocket = SOCK_STREAM | SOCK_CLOEXEC
#else
    private let sendFlags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    private let streamSocket = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
#endif

/// Two connected sockets that no other child inherits, or nil with `errno` set.
private func socketPair() -> (ours: Int32, its: Int32)? {
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, streamSocket, 0, &pair) == 0 else { return nil }
    #if canImport(Darwin)
        var yes: Int32 = 1
        for descriptor in pair {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
    #endif
    return (pair[0], pair[1])
}

/// Starts a program in a process group of its own (Ctrl-C is this process's to handle) with nothing open but its
/// standard streams, and with the C locale so that its messages can be told apart.
private func spawn(_ command: [String], standardStreams: [Int32]) throws(SystemError) -> pid_t {
    #if canImport(Darwin)
        var attributes: posix_spawnattr_t?
        var actions: posix_spawn_file_actions_t?
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
        var attributes = posix_spawnattr_t()
        var actions = posix_spawn_file_actions_t()
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #endif
    posix_spawnattr_init(&attributes)
    posix_spawn_file_actions_init(&actions)
    defer {
        posix_spawnattr_destroy(&attributes)
        posix_spawn_file_actions_destroy(&actions)
    }
    var none = sigset_t()
    sigemptyset(&none)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    for (stream, descriptor) in standardStreams.enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C")]
    if let path = getenv("PATH") { environment.append(strdup("PATH=" + String(cString: path))) }
    environment.append(nil)
    defer {
        for text in arguments + environment { free(text) }
    }
    var process: pid_t = 0
    let number = posix_spawnp(&process, command[0], &actions, &attributes, &arguments, &environment)
    if number != 0 { throw SystemError(command[0], "starting", number) }
    return process
}
