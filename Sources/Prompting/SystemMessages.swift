import Diagnostics
import Jinja
import Mixing

/// The system messages of a dataset: texts, or templates over the row. Each instance gets one of them or none.
package struct SystemMessages: Sendable {
    private let messages: [(hash: UInt64, template: Template)]
    private let share: Double

    /// One message, which every instance gets.
    ///
    /// - Parameter place: where it stands in the recipe, for messages.
    /// - Throws: that it does not compile.
    package init(_ source: String, at place: SourceLocation?) throws(Diagnostics) {
        do throws(JinjaError) {
            messages = [(0, try Self.environment.compile(source, name: "system"))]
        } catch {
            throw Diagnostics(
                Diagnostic("`system` does not compile: column \(error.column): \(error.message)", at: place))
        }
        share = 1
    }

    /// Several messages, one of which is drawn for an instance.
    ///
    /// - Parameters:
    ///   - sources: at least one; no two have the same text.
    ///   - share: the share of instances that get one, 0 ... 1.
    /// - Throws: all that do not compile.
    package init(_ sources: [PromptTemplate], share: Double) throws(Diagnostics) {
        var errors: [Diagnostic] = []
        var messages: [(hash: UInt64, template: Template)] = []
        let environment = Self.environment
        for source in sources {
            do throws(JinjaError) {
                let template = try environment.compile(source.jinja, name: source.name)
                messages.append((XXH3.hash(source.jinja), template))
            } catch {
                errors.append(source.diagnostic(for: error))
            }
        }
        guard errors.isEmpty else { throw Diagnostics(errors) }
        (self.messages, self.share) = (messages, share)
    }

    private static var environment: Environment {
        let environment = Environment()
        environment.undefined = .strict
        return environment
    }

    /// The message of an instance: of all, the one whose text's hash has the smallest rank, so that one that comes or goes
    /// changes no other instance's.
    ///
    /// - Parameter hash: the instance's hash for this.
    func message(for hash: @autoclosure () -> UInt64) -> Template? {
        if share == 1, messages.count == 1 { return messages[0].template }
        let hash = hash()
        guard hash.unitInterval < share else { return nil }
        return messages.min { hash.rank(of: $0.hash) < hash.rank(of: $1.hash) }?.template
    }
}
