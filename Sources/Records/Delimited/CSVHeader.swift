/// The first record of a CSV file, as names of columns.
enum CSVHeader {
    /// The name of a column that has none, from an index from 0.
    static func madeUpName(_ index: Int) -> String {
        "column_\(index + 1)"
    }

    /// The fields of a batch's first record as text.
    static func fields(of batch: RecordBatch, _ format: RecordFormat) throws(RowError) -> [String] {
        let record = batch.records[0]
        if let fault = record.fault { throw fault.error }
        let row = Row()
        let result = batch.bytes.withUnsafeBytes { bytes in
            Result { () throws(RowError) in
                // Without columns and ragged, a decoder takes any number of fields.
                var any = format
                any.ragged = true
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[record.start..<record.end])
                try RowDecoder(format: any, columns: []).decode(bytes, into: row)
                return row.fields.elements.map { row.text(of: $0) }
            }
        }
        return try result.get()
    }

    /// How many fields a batch's first record has, whatever else is wrong with it.
    static func fieldCount(of batch: RecordBatch, _ format: RecordFormat) -> Int {
        let record = batch.records[0]
        return batch.bytes.withUnsafeBytes { bytes in
            var fields = CSVFields(
                UnsafeRawBufferPointer(rebasing: bytes[record.start..<record.end]), CSVDialect(format))
            return fields.countRest()
        }
    }
}
