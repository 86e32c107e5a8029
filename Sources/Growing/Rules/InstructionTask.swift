import Prompting

/// A task of a pool, or a candidate for one: an instruction with its instances.
package struct InstructionTask: Sendable, Equatable {
    /// What is to be done.
    package var instruction: String
    /// What it is to be done to, and the answers; nil of a row that has neither field, an instruction alone.
    package var instances: [Instance]?

    /// One input with its answer.
    package struct Instance: Sendable, Equatable {
        /// Empty where the instruction says all.
        package var input: String
        /// Nil where there is none yet.
        package var output: String?

        /// - Parameter output: nil where there is none yet.
        package init(input: String, output: String?) { (self.input, self.output) = (input, output) }
    }

    /// - Parameter instances: nil of an instruction alone.
    package init(instruction: String, instances: [Instance]? = nil) {
        (self.instruction, self.instances) = (instruction, instances)
    }
}
