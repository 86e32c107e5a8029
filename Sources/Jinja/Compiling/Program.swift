import Diagnostics

/// What one instruction does. Operands are named as in `Instruction`.
enum Opcode: UInt8 {
    // Output
    /// Writes literal `a`.
    case writeLiteral
    /// Writes the popped value.
    case write
    /// Writes the value of a name: slot `a` at `hops`, name `b`.
    case writeName
    /// Writes attribute `b` (of `LoopAttribute`) of the innermost loop.
    case writeLoopAttribute

    // Values
    /// Pushes constant `a`.
    case constant
    /// Pushes the value of a name: slot `a` at `hops`; if it is not bound, name `b` is looked up in the context.
    case load
    /// Pops into slot `a`.
    case store
    /// Copies slot `b` at `hops` into slot `a`.
    case copy
    /// Unbinds slot `a`.
    case clear
    case pop
    case duplicate
    /// Builds a container of the `a` values (pairs) on top of the stack.
    case list, tuple, dict
    /// Pops a value; pushes its attribute of name `a`.
    case attribute
    /// Pops key and container; pushes the item.
    case item
    /// Pops stop, start, step (in that push order reversed) and the sequence; pushes the slice.
    case slice
    /// Operator `a` (index into `BinaryOperator.all`) on the two popped values.
    case binary
    /// Compares the value of a name (slot `a` at `hops`, name `b`) with constant `c`, as `equal` does.
    case equalsConstant
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contained, notContained
    case not, negative, positive
    /// Joins the `a` values on top of the stack as text.
    case concatenate
    /// Takes a value apart into `a` values, the first on top.
    case unpack
    /// Sets attribute name `b` of the namespace in slot `a` at `hops`, named `c`, to the popped value.
    case setAttribute

    // Jumps to instruction `a`
    case jump
    case jumpIfFalse
    /// Jumps and keeps the value, or pops it and goes on.
    case jumpIfFalseOrPop, jumpIfTrueOrPop
    /// Jumps if slot `b` is bound.
    case jumpIfBound
    /// Jumps if the template has extended another.
    case jumpIfExtended

    // Calls
    /// Calls with `a` positional arguments and the keywords of table `b` (-1: none); `c` tells which spreads follow.
    case call
    /// Calls method name `b` with `a` positional arguments.
    case callMethod
    /// Filter `a` with `b` arguments above the input; missing ones are unbound values.
    case filter
    /// Filter `a` that takes its arguments as a call does: `b` positional, keywords of table `c` - 1.
    case variadicFilter
    /// Test `a` with `b` arguments above the value.
    case test
    case variadicTest
    /// Fails: filter or test of name `a` does not exist (`b` 0: filter, 1: test).
    case unknown

    // Loops
    /// Pops a value and starts a loop over it; slot `a` (-1: none) gets the loop's object, depth flag `b`.
    case beginLoop
    /// Pushes the next item, or leaves the loop to `a`.
    case nextItem
    /// Ends a loop; jumps to `a` unless it never ran. `b` is 1 for a filter's loop, which leaves the list of what it kept.
    case endLoop
    /// Leaves a loop early.
    case leaveLoop
    /// Pops an item of the innermost loop's filter and keeps it if the popped condition holds.
    case collect
    /// Pushes attribute `b` (of `LoopAttribute`) of the innermost loop.
    case loopAttribute
    /// Runs recursive loop function `a` over the popped value.
    case recursiveLoop

    // Captured output
    case beginCapture
    /// Pushes what was captured.
    case endCapture
    case dropCapture
    /// Makes the popped value decide whether output is escaped.
    case beginAutoescape
    case endAutoescape
    case beginGeneration, endGeneration

    // Functions and templates
    /// Pushes the macro of function `a`.
    case macro
    /// Unprovided parameter: slot `a`, name `b`.
    case missingParameter
    /// Makes slot `a` known to the context as name `b`.
    case export
    /// Renders block name `a` with scope table `b` (-1: not scoped), required if `c`.
    case block
    case extend
    /// Includes the popped template: `a` bit 0 ignore missing, bit 1 with context; scope table `b`.
    case include
    /// Pushes the module of the popped template: `a` with context; scope table `b`.
    case importModule
    /// Pushes attribute name `a` of the module on top, which stays.
    case importName
    case end
}

struct Instruction {
    var opcode: Opcode
    /// How many functions out a slot lies.
    var hops: UInt8 = 0
    var c: UInt16 = 0
    var a: Int32 = 0
    var b: Int32 = 0
}

/// The attributes of `loop` that are read without a look-up by name.
enum LoopAttribute: Int32 {
    case index, index0, first, last, revindex, revindex0, length
    init?(_ name: String) {
        switch name {
        case "index": self = .index
        case "index0": self = .index0
        case "first": self = .first
        case "last": self = .last
        case "revindex": self = .revindex
        case "revindex0": self = .revindex0
        case "length": self = .length
        default: return nil
        }
    }
}

/// A compiled piece of a template: its body, a block, a macro, a call block or a recursive loop.
final class Function {
    let name: String
    /// Whether this is the body of a call block, which has no name of its own.
    var isCaller = false
    var code: ContiguousArray<Instruction> = []
    /// The source offset of each instruction.
    var offsets: ContiguousArray<Int32> = []
    var slotCount = 0
    /// The parameters' names; their slots are the first ones.
    var parameters: [String] = []
    /// Slots for arguments that no parameter takes, if the body names them.
    var varargsSlot: Int?
    var kwargsSlot: Int?
    var callerSlot: Int?
    /// Slot of `super` in a block.
    var superSlot: Int?
    /// How many of the last parameters have defaults.
    var defaultCount = 0

    init(name: String) { self.name = name }

    /// The code once it is complete: read without counting references and checking bounds. Jumps lead to instructions of
    /// the function, and its last one ends it.
    private(set) var frozenCode = UnsafePointer<Instruction>(UnsafeMutablePointer<Instruction>.allocate(capacity: 0))

    func freeze() {
        let memory = UnsafeMutablePointer<Instruction>.allocate(capacity: code.count)
        code.withUnsafeBufferPointer { memory.initialize(from: $0.baseAddress!, count: $0.count) }
        frozenCode.deallocate()
        frozenCode = UnsafePointer(memory)
        code = []
    }

    deinit { frozenCode.deallocate() }
}

/// A name that is visible at some place, and its slot.
struct VisibleName {
    let name: String
    let slot: Int
    let hops: Int
}

extension BinaryOperator {
    static let all: [BinaryOperator] = [.add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power]
    var code: Int32 { Int32(Self.all.firstIndex(of: self)!) }
}
