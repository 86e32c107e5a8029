import Testing

@testable import Formats

/// SHA-256 against the examples of FIPS 180-4 and NIST's test vectors.
@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func vector(_ text: String, _ expected: String) {
        #expect(Array(text.utf8).withUnsafeBytes { SHA256.hex(of: $0) } == expected)
    }

    @Test func aMillionLettersInOddPieces() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        var hash = SHA256()
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let piece = min(size, left)
            letters.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<piece])) }
            left -= piece
            size = size % 997 + 1
        }
        #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}

@Suite struct Base64Tests {
    /// The examples of RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func vector(_ text: String, _ expected: String) {
        #expect(base64(Array(text.utf8)) == expected)
    }
}
