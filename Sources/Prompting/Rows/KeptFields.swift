import JSON

/// Fields of rows that lines carry as they are.
extension Prompter {
    /// Gives an instance the fields of the row that its line carries.
    func keepFields(in instance: Instance) {
        guard !task.kept.isEmpty else { return }
        let output = ByteBuffer()
        for (name, isKept) in task.kept {
            output.append(",")
            JSONString.write(name, to: output)
            output.append(":")
            if !isKept || !writeField(name, to: output) { output.append("null") }
        }
        instance.keptMembers = Array(output.bytes)
    }

    /// The field whose name is written with other code points for the same characters, as an accent of its own.
    private func textOfEquivalent(_ name: String) -> UnsafeRawBufferPointer? {
        guard name.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        return row.ownFieldNames.first { $0 == name }.flatMap { row.rowText(named: $0) }
    }

    /// Writes a field as JSON on one line, its numbers and the order of its keys as they came; false if there is none.
    private func writeField(_ name: String, to output: ByteBuffer) -> Bool {
        if let computed = row.computedFields.first(where: { $0.name == name }) {
            guard let value = transformMachine.json(of: computed.value) else { return false }
            value.write(to: output)
            return true
        }
        guard let text = row.rowText(named: name) ?? textOfEquivalent(name) else { return false }
        // Documents may be spread over lines, and a line feed would end the line.
        if text.contains(UInt8(ascii: "\n")), let value = try? JSONValue(parsing: text) {
            value.write(to: output)
        } else {
            output.append(text)
        }
        return true
    }
}
