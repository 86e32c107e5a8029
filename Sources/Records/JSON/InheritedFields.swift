/// The fields of the objects around a row, the outermost object's first. Of equal names the innermost object's counts.
struct InheritedFields {
    private struct Field {
        /// The key's text, or its bytes if it is none.
        var name: [UInt8]
        /// The member as it stands: key, colon and value.
        var text: [UInt8]
    }

    /// The fields of each object around, and with them those around it that they do not hide.
    private var objects: [[Field]] = []
    /// The names of the last of these.
    private var names: Set<[UInt8]> = []

    /// How many objects are around.
    var depth: Int { objects.count }

    /// Whether there are no fields.
    var isEmpty: Bool { names.isEmpty }

    /// Goes into an object.
    mutating func enter(_ members: [JSONMembers.Item], _ bytes: UnsafeRawBufferPointer) {
        let inner = members.map { member in
            let key = UnsafeRawBufferPointer(rebasing: bytes[member.key])
            var text = [UInt8(ascii: "\"")]
            text += key
            text += [UInt8(ascii: "\""), UInt8(ascii: ":")]
            text += bytes[member.value]
            return Field(name: Self.name(key), text: text)
        }
        let hidden = Set(inner.map(\.name))
        objects.append((objects.last ?? []).filter { !hidden.contains($0.name) } + inner)
        names.formUnion(hidden)
    }

    /// Leaves the innermost object.
    mutating func leave() {
        objects.removeLast()
        names = Set((objects.last ?? []).map(\.name))
    }

    /// Writes the fields that no member of the row itself hides.
    func write(besides own: [JSONMembers.Item], _ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        var hidden: Set<[UInt8]> = []
        for member in own {
            let name = Self.name(UnsafeRawBufferPointer(rebasing: bytes[member.key]))
            if names.contains(name) { hidden.insert(name) }
        }
        var isFirst = true
        for field in objects.last ?? [] where !hidden.contains(field.name) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output += field.text
        }
        if !isFirst, !own.isEmpty { output.append(UInt8(ascii: ",")) }
    }

    private static func name(_ key: UnsafeRawBufferPointer) -> [UInt8] {
        JSONPath.text(key).map { Array($0.utf8) } ?? Array(key)
    }
}
