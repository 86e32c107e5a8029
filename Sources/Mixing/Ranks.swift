extension Array<UInt64> {
    /// The number that stands at a place once they are sorted, found in linear time where they are hashes.
    ///
    /// - Parameter rank: the place, from 1; at most `count`.
    package consuming func smallest(_ rank: Int) -> UInt64 {
        let target = rank - 1
        return withUnsafeMutableBufferPointer { numbers in
            var (low, high) = (0, numbers.count)
            // Of numbers that are no hashes, the middle may always be a bad one to part them by.
            for _ in 0..<256 where high - low > 1 {
                let pivot = numbers[low + (high - low) / 2]
                // Those below it come first, then those that equal it.
                var (below, place, above) = (low, low, high)
                while place < above {
                    let number = numbers[place]
                    if number < pivot {
                        numbers.swapAt(below, place)
                        (below, place) = (below + 1, place + 1)
                    } else if number > pivot {
                        above -= 1
                        numbers.swapAt(place, above)
                    } else {
                        place += 1
                    }
                }
                if target < below {
                    high = below
                } else if target >= above {
                    low = above
                } else {
                    return pivot
                }
            }
            if high - low > 1 { numbers[low..<high].sort() }
            return numbers[target]
        }
    }
}
