import Diagnostics
import JSON
import Jinja

// Reads template cases, one JSON object a line, from standard input; writes their outputs, one a line.
// Form: {"id", "source" | "entry" + "templates", "options", "globals", "context"}
//    -> {"id", "output", "generation_spans"?} or {"id", "error", "message"}.

let output = ByteBuffer()
while let line = readLine(strippingNewline: true) {
    if line.isEmpty { continue }
    output.removeAll()
    TemplateCase.answer(to: line).write(to: output)
    print(output.string)
}
