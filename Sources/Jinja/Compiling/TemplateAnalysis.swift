/// A piece of a template that only splices.
package enum SplicePiece: Sendable, Equatable {
    /// Text that is written as it stands, UTF-8; its separators are marked.
    case text([UInt8])
    /// The value of a name.
    case name(String)
    /// The item of one name's value whose key or position is another's.
    case item(of: String, at: String)
}

/// Where a template's own separators (`|||`) stand.
package enum SeparatorPlacement: Sendable, Equatable {
    /// Outside of all blocks, so that every output has one more part than there are separators.
    case topLevel(count: Int)
    /// Some of them inside of conditions, loops or macros, or made by expressions: the output tells.
    case nested
}

/// What a template's text tells without rendering it.
struct TemplateAnalysis {
    /// See `Template.splice`.
    let splice: [SplicePiece]?
    /// See `Template.separators`.
    let separators: SeparatorPlacement

    /// - Parameters:
    ///   - separator: what marks separators; nil if nothing does.
    ///   - escapes: whether printed values are escaped, which is more than splicing.
    init(_ statements: [Statement], separator: Separator?, escapes: Bool) {
        var pieces: [SplicePiece]? = escapes ? nil : []
        var count = 0
        var isNested = false
        for statement in statements {
            switch statement.kind {
            case .text(let text):
                count += Separator.count(in: text)
                pieces?.append(.text(Array((separator?.marking(text) ?? text).utf8)))
            case .print(let expression):
                if case .name(let name) = expression.kind {
                    pieces?.append(.name(name))
                } else if case .item(let list, let index) = expression.kind, case .name(let list) = list.kind,
                    case .name(let index) = index.kind
                {
                    pieces?.append(.item(of: list, at: index))
                } else {
                    pieces = nil
                    isNested = isNested || expression.mentionsSeparator
                }
            default:
                pieces = nil
                isNested = isNested || statement.mayWriteSeparator
            }
        }
        splice = pieces
        separators = isNested ? .nested : .topLevel(count: count)
    }
}

extension Statement {
    /// Whether a separator of the template's own may come out of the statement.
    fileprivate var mayWriteSeparator: Bool {
        switch kind {
        case .text(let text): Separator.count(in: text) > 0
        case .print(let expression): expression.mentionsSeparator
        case .evaluate, .set, .breakLoop, .continueLoop: false
        case .conditional(let branches, let otherwise):
            (branches.flatMap(\.body) + otherwise).contains { $0.mayWriteSeparator }
        case .forLoop(let loop): (loop.body + loop.otherwise).contains { $0.mayWriteSeparator }
        case .with(_, let body), .filterBlock(_, let body), .autoescape(_, let body), .generation(let body),
            .setBlock(_, _, let body), .macro(_, _, let body), .callBlock(_, _, let body), .block(_, _, _, let body):
            body.contains { $0.mayWriteSeparator }
        // What other templates write is not known here.
        case .include, .extends, .importTemplate, .fromImport: true
        }
    }
}

extension Expression {
    /// Whether a text in the expression holds a separator.
    fileprivate var mentionsSeparator: Bool {
        switch kind {
        case .constant(.string(let text)): return Separator.count(in: text) > 0
        case .constant, .name: return false
        case .list(let items), .tuple(let items), .concatenation(let items):
            return items.contains { $0.mentionsSeparator }
        case .dict(let pairs): return pairs.contains { $0.key.mentionsSeparator || $0.value.mentionsSeparator }
        case .attribute(let operand, _), .not(let operand), .negative(let operand), .positive(let operand):
            return operand.mentionsSeparator
        case .item(let a, let b), .binary(_, let a, let b), .and(let a, let b), .or(let a, let b):
            return a.mentionsSeparator || b.mentionsSeparator
        case .slice(let operand, let start, let stop, let step):
            return [operand, start, stop, step].contains { $0?.mentionsSeparator ?? false }
        case .filter(let operand, _, let arguments):
            return operand?.mentionsSeparator ?? false || arguments.all.contains { $0.mentionsSeparator }
        case .call(let operand, let arguments), .test(let operand, _, let arguments):
            return operand.mentionsSeparator || arguments.all.contains { $0.mentionsSeparator }
        case .comparison(let first, let rest):
            return first.mentionsSeparator || rest.contains { $0.operand.mentionsSeparator }
        case .conditional(let test, let then, let otherwise):
            return test.mentionsSeparator || then.mentionsSeparator || otherwise?.mentionsSeparator ?? false
        }
    }
}
