/// A task of a pool, or a candidate for one: an instruction with its instances.
public struct InstructionTask: Sendable, Equatable {
    /// What is to be done.
    public var instruction: String
    /// What it is to be done to, and the answers; nil of a row that has neither field, an instruction alone.
    public var instances: [Instance]?

    /// One input with its answer.
    public struct Instance: Sendable, Equatable {
        /// Empty where the instruction says all.
        public var input: String
        /// Nil where there is none yet.
        public var output: String?

        /// - Parameter output: nil where there is none yet.
        public init(input: String, output: String?) {
            self.input = input
            self.output = output
        }
    }

    /// - Parameter instances: nil of an instruction alone.
    public init(instruction: String, instances: [Instance]? = nil) {
        self.instruction = instruction
        self.instances = instances
    }
}
