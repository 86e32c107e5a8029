import Diagnostics

/// Why an input as a whole cannot be read; the raw values stand in reports.
package enum InputErrorCode: String, Sendable, CaseIterable {
    /// There is no such file.
    case missing
    /// The file may not be read.
    case permissionDenied = "permission_denied"
    /// The path names a directory.
    case isADirectory = "is_a_directory"
    /// The file cannot be opened for another reason.
    case openFailed = "open_failed"
    /// The system could not read on.
    case readFailed = "read_failed"
    /// The settings of the format contradict each other.
    case badFormat = "bad_format"
    /// The text is UTF-16 or UTF-32.
    case notUTF8 = "not_utf8_utf16"
    /// The file is one JSON array, not one object a line.
    case jsonArrayFile = "json_array_file"
    /// A JSON document is broken so that it cannot be told where its next record begins.
    case jsonBroken = "json_broken"
    /// The path to the records leads nowhere in a JSON document.
    case jsonNoRecords = "json_no_records"
    /// Two columns of a header have one name.
    case csvDuplicateColumn = "csv_duplicate_column"
    /// The header record itself is faulty.
    case csvBadHeader = "csv_bad_header"
    /// The compressed data stop before their end.
    case compressedTruncated = "compressed_truncated"
    /// The decompressed data do not match their checksum or length.
    case compressedChecksum = "compressed_checksum"
    /// Something else follows the compressed data.
    case compressedTrailingGarbage = "compressed_trailing_garbage"
    /// The compressed data are damaged in another way.
    case compressedCorrupt = "compressed_corrupt"
    /// The program that decompresses is not installed or cannot be started.
    case decompressorMissing = "decompressor_missing"
}

/// An input as a whole cannot be read.
package struct InputError: Error, Equatable, Sendable {
    /// What kind of fault.
    package var code: InputErrorCode
    /// The input's name as the user wrote it.
    package var path: String
    /// What is wrong, without the path and without a full stop.
    package var message: String
    /// What to do about it.
    package var help: String?

    /// - Parameters:
    ///   - path: the input's name as the user wrote it.
    ///   - message: what is wrong, without the path.
    ///   - help: what to do about it.
    package init(_ code: InputErrorCode, path: String, _ message: String, help: String? = nil) {
        (self.code, self.path, self.message, self.help) = (code, path, message, help)
    }

    init(_ refusal: SplitterRefusal, path: String) {
        self.init(refusal.code, path: path, refusal.message, help: refusal.help)
    }

    /// The exit status that the error calls for: 66 for what cannot be opened, 74 for what cannot be read on, 64 for
    /// contradicting settings, 65 for content that cannot be used.
    package var status: ExitStatus {
        switch code {
        case .missing, .permissionDenied, .isADirectory, .openFailed, .decompressorMissing: .missingInput
        case .readFailed: .inputOutput
        case .badFormat: .usage
        case .notUTF8, .jsonArrayFile, .jsonBroken, .jsonNoRecords, .csvDuplicateColumn, .csvBadHeader,
            .compressedTruncated, .compressedChecksum, .compressedTrailingGarbage, .compressedCorrupt:
            .wrongRecipe
        }
    }

    /// The error as a message to the user.
    package var diagnostic: Diagnostic { Diagnostic("\(path): \(message)", help: help) }
}
