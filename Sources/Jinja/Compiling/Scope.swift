/// The names of one scope while a template is compiled.
final class Scope {
    let parent: Scope?
    let function: Function
    /// Slots of the names bound in this scope.
    var slots: [String: Int] = [:]
    /// Whether assignments here are known to other templates and blocks.
    let isTopLevel: Bool
    /// Whether a loop is around, in this function; `break` and `continue` need one.
    var loop: LoopContext?
    /// What has to be undone when a jump leaves through this scope.
    var unwinding: Opcode?

    /// The jumps of a loop that are not known yet.
    final class LoopContext {
        var breaks: [Int] = []
        /// Whether the body has `break` or `continue`.
        var hasJumps = false
        var start = 0
        /// The slot of the loop's object; nil where no name stands for it.
        var slot: Int?
        /// Whether the body does more with `loop` than read its plain attributes.
        var needsObject = false
    }

    init(parent: Scope?, function: Function, isTopLevel: Bool = false) {
        (self.parent, self.function, self.isTopLevel) = (parent, function, isTopLevel)
    }

    /// A new slot in the scope's function, bound to a name here.
    func bind(_ name: String) -> Int {
        if let slot = slots[name] { return slot }
        let slot = newSlot()
        slots[name] = slot
        return slot
    }

    /// A new slot without a name.
    func newSlot() -> Int {
        defer { function.slotCount += 1 }
        return function.slotCount
    }

    /// Whether `loop` stands for the innermost running loop here, so that its frame tells all its plain attributes.
    var seesInnermostLoop: Bool {
        guard let loop, let slot = loop.slot else { return false }
        var scope: Scope? = self
        while let here = scope, here.function === function, here.loop === loop {
            if let found = here.slots["loop"] { return found == slot }
            scope = here.parent
        }
        return false
    }

    /// Where a name is bound, from here outwards; `hops` counts the functions that lie between.
    func find(_ name: String) -> (slot: Int, hops: Int)? {
        var hops = 0
        var scope: Scope? = self
        while let here = scope {
            if let slot = here.slots[name] {
                if let loop = here.loop, loop.slot == slot { loop.needsObject = true }
                return (slot, hops)
            }
            if let parent = here.parent, parent.function !== here.function { hops += 1 }
            scope = here.parent
        }
        return nil
    }

    /// All names visible from here, inner ones hiding outer ones.
    var visible: [VisibleName] {
        var result: [String: VisibleName] = [:]
        var hops = 0
        var scope: Scope? = self
        while let here = scope {
            for (name, slot) in here.slots where result[name] == nil {
                if let loop = here.loop, loop.slot == slot { loop.needsObject = true }
                result[name] = VisibleName(name: name, slot: slot, hops: hops)
            }
            if let parent = here.parent, parent.function !== here.function { hops += 1 }
            scope = here.parent
        }
        return result.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
