// libFuzzer's loop, for programs with a main of their own. The fuzz targets are built only on request:
//
//   HORNBOOK_FUZZ=1 swift build -c release --scratch-path .build/fuzz --product fuzz-jinja-parser
//   .build/fuzz/release/fuzz-jinja-parser -max_len=4096 -timeout=10 -rss_limit_mb=1024 -max_total_time=1200 CORPUS
//
// The targets: jinja-parser and jinja-renderer, which must answer whatever the template; json and csv, where the fast
// reader must give what its slow twin gives.
//
// CORPUS is a folder of files to start from, where what is found is kept; it may be empty.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

private nonisolated(unsafe) var tryInput: (UnsafeRawBufferPointer) -> Void = { _ in }

/// Runs libFuzzer with the process's arguments.
///
/// - Parameter body: tries one input; it ends the process when it finds a fault.
package func fuzz(_ body: @escaping (UnsafeRawBufferPointer) -> Void) {
    tryInput = body
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    _ = runDriver(&count, &arguments) { start, size in
        tryInput(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size))
        return 0
    }
}
