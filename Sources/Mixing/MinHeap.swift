/// Elements of which the smallest can be had at once; a binary heap.
@frozen
@usableFromInline
package struct MinHeap<Element: Comparable> {
    @usableFromInline
    var elements: [Element] = []

    @inlinable
    package init() {}

    /// The smallest element, or nil if there is none.
    @inlinable
    package var first: Element? { elements.first }

    @inlinable
    package mutating func insert(_ element: Element) {
        elements.append(element)
        var index = elements.count - 1
        while index > 0, elements[index] < elements[(index - 1) / 2] {
            elements.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// Takes the smallest element away.
    @inlinable
    package mutating func removeFirst() -> Element? {
        guard let first = elements.first else { return nil }
        let last = elements.removeLast()
        if !elements.isEmpty {
            elements[0] = last
            sink()
        }
        return first
    }

    @inlinable
    mutating func sink() {
        var index = 0
        while true {
            var least = index
            let child = 2 * index + 1
            if child < elements.count, elements[child] < elements[least] { least = child }
            if child + 1 < elements.count, elements[child + 1] < elements[least] { least = child + 1 }
            if least == index { return }
            elements.swapAt(index, least)
            index = least
        }
    }
}
