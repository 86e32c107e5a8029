import JSON
import Jinja

// libFuzzer's entry: compiles the input as a template and renders it with a fixed row, under tight limits. Whatever the
// input, the answer is a text or an error: no crash, no trap, no hang. Built only on request:
//
//   HORNBOOK_FUZZ=1 swift build -c release --product fuzz-jinja --scratch-path .build/fuzz
//   .build/fuzz/release/fuzz-jinja -max_len=4096 -timeout=10 -rss_limit_mb=1024 -max_total_time=1200 CORPUS

/// What the templates see.
private nonisolated(unsafe) let row = Value(
    try! JSONValue(
        parsing: #"""
            {"text":"A \"quoted\" café ||| <b>{{ x }}</b>\n","label":1,"n":-7,"f":2.5e-7,"big":123456789012345678901234567890,
            "items":[1,"two",null,true,[3,[4]],{"a":{"b":"c"}}],"choices":["yes","no"],"d":{"items":1,"k":"v","":[]},"none":null,
            "messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"there"}]}
            """#))

/// A machine for each way in which the first byte asks for one.
private nonisolated(unsafe) let machines: [Machine] = (0..<8).map { variant in
    let environment = Environment(library: variant & 1 == 0 ? .promptSource : .huggingFace)
    environment.undefined = variant & 2 == 0 ? .standard : .strict
    environment.autoescape = variant & 4 != 0
    environment.separator = variant & 1 == 0 ? Separator() : nil
    environment.syntax.trimBlocks = variant & 1 != 0
    environment.syntax.lstripBlocks = variant & 1 != 0
    environment.isImmutable = variant & 1 != 0
    environment.now = FixedTime(year: 2026, month: 2, day: 28, hour: 23, minute: 59, second: 59)
    environment.limits.steps = 20_000
    environment.limits.outputBytes = 1 << 16
    environment.limits.memoryBytes = 4 << 20
    environment.limits.rangeLength = 1000
    environment.loader = { name, _ in
        name == "other" ? "{% macro m(x) %}<{{ x }}>{% endmacro %}{% block b %}{{ text }}{% endblock %}" : nil
    }
    return Machine(environment)
}

/// Tries one input.
private func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let machine = machines[Int(start[0] & 7)]
    let source = String(decoding: UnsafeBufferPointer(start: start + 1, count: count - 1), as: UTF8.self)
    guard case .dict(let names) = row else { return 0 }
    let output = ByteBuffer()
    do {
        let template = try machine.environment.compile(source)
        try machine.render(template, names, to: output)
        // What is written is text.
        precondition(firstInvalidUTF8(in: output.bytes) == nil, "output that is not UTF-8")
    } catch {
        precondition(output.count == 0, "a failed rendering has left output behind")
    }
    return 0
}

/// libFuzzer's loop, for programs with a main of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main
struct FuzzJinja {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        _ = runDriver(&count, &arguments) { fuzzOneInput($0, $1) }
    }
}
