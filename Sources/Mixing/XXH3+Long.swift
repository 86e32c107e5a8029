extension XXH3 {
    /// The hash of more than 240 bytes.
    static func hashLong(_ input: Input, _ seed: UInt64) -> UInt64 {
        if seed == 0 { return withSecret { hashLong(input, $0) } }
        return withUnsafeTemporaryAllocation(byteCount: secretSize, alignment: 8) { buffer in
            withSecret { buffer.copyMemory(from: UnsafeRawBufferPointer(start: $0, count: secretSize)) }
            let words = buffer.bindMemory(to: UInt64.self)
            for index in words.indices { words[index] = index % 2 == 0 ? words[index] &+ seed : words[index] &- seed }
            return hashLong(input, UnsafeRawPointer(buffer.baseAddress!))
        }
    }

    private static func hashLong(_ input: Input, _ secret: UnsafeRawPointer) -> UInt64 {
        var lanes = Lanes(secret)
        let stripes = (input.count &- 1) / 64
        var stripe = 0
        while stripe < stripes {
            let round = stripe & 15
            lanes.add(input.start + 64 &* stripe, 8 &* round)
            if round == 15 { lanes.scramble() }
            stripe &+= 1
        }
        lanes.add(input.start + (input.count &- 64), secretSize - 64 - 7)
        return lanes.joined(UInt64(input.count) &* prime1)
    }

    /// Eight sums, each of its part of all stripes of 64 bytes.
    private struct Lanes {
        let secret: UnsafeRawPointer
        var a: UInt64 = 0xC2B2_AE3D
        var b = prime1
        var c = prime2
        var d = prime3
        var e = prime4
        var f: UInt64 = 0x85EB_CA77
        var g = prime5
        var h: UInt64 = 0x9E37_79B1

        init(_ secret: UnsafeRawPointer) { self.secret = secret }

        @inline(__always)
        mutating func add(_ stripe: UnsafeRawPointer, _ place: Int) {
            Self.add(stripe, secret + place, &a, &b)
            Self.add(stripe + 16, secret + place + 16, &c, &d)
            Self.add(stripe + 32, secret + place + 32, &e, &f)
            Self.add(stripe + 48, secret + place + 48, &g, &h)
        }

        @inline(__always)
        private static func add(
            _ input: UnsafeRawPointer, _ secret: UnsafeRawPointer, _ even: inout UInt64, _ odd: inout UInt64
        ) {
            let (low, high) = (word(input, 0), word(input, 8))
            let (lowKey, highKey) = (low ^ word(secret, 0), high ^ word(secret, 8))
            even &+= high &+ (lowKey & 0xFFFF_FFFF) &* (lowKey >> 32)
            odd &+= low &+ (highKey & 0xFFFF_FFFF) &* (highKey >> 32)
        }

        @inline(__always)
        mutating func scramble() {
            func scrambled(_ lane: UInt64, _ place: Int) -> UInt64 {
                (lane ^ (lane >> 47) ^ word(secret, secretSize - 64 + place)) &* 0x9E37_79B1
            }
            (a, b, c, d) = (scrambled(a, 0), scrambled(b, 8), scrambled(c, 16), scrambled(d, 24))
            (e, f, g, h) = (scrambled(e, 32), scrambled(f, 40), scrambled(g, 48), scrambled(h, 56))
        }

        @inline(__always)
        func joined(_ start: UInt64) -> UInt64 {
            func pair(_ even: UInt64, _ odd: UInt64, _ place: Int) -> UInt64 {
                folded(even ^ word(secret, 11 + place), odd ^ word(secret, 19 + place))
            }
            return finished(start &+ pair(a, b, 0) &+ pair(c, d, 16) &+ pair(e, f, 32) &+ pair(g, h, 48))
        }
    }
}
