/// A filter or a test.
struct LibraryFunction: Sendable {
    typealias Body = @Sendable (Machine, Value, ContiguousArray<Value>) throws(JinjaError) -> Value
    typealias VariadicBody = @Sendable (Machine, Value, CallArguments) throws(JinjaError) -> Value

    let name: String
    /// Names of the parameters behind the value itself.
    let parameters: [String]
    /// How many of them must be given.
    let required: Int
    /// Whether any arguments go.
    var isVariadic: Bool { variadicBody != nil }
    /// Takes the arguments in the order of the parameters; absent ones are `missing`, or the array ends before them.
    let body: Body
    private let variadicBody: VariadicBody?

    init(_ name: String, _ parameters: [String] = [], required: Int = 0, _ body: @escaping Body) {
        (self.name, self.parameters, self.required, self.body) = (name, parameters, required, body)
        variadicBody = nil
    }

    init(variadic name: String, _ body: @escaping VariadicBody) {
        self.name = name
        parameters = []
        required = 0
        variadicBody = body
        self.body = { machine, value, arguments throws(JinjaError) in try body(machine, value, CallArguments(arguments))
        }
    }

    func named(_ other: String) -> LibraryFunction {
        if let variadicBody { return LibraryFunction(variadic: other, variadicBody) }
        return LibraryFunction(other, parameters, required: required, body)
    }

    /// Calls with arguments as they came.
    func call(_ machine: Machine, _ value: Value, _ arguments: CallArguments) throws(JinjaError) -> Value {
        if let variadicBody { return try variadicBody(machine, value, arguments) }
        return try body(machine, value, try arguments.bound(to: parameters, required: required, function: name))
    }

    /// The parameters in words, for messages.
    var signature: String {
        guard !parameters.isEmpty else { return "no arguments" }
        return parameters.enumerated().map { $0.offset < required ? $0.element : "[\($0.element)]" }.joined(
            separator: ", ")
    }
}

/// The filters, tests and functions that templates may use.
package struct Library: Sendable {
    typealias GlobalFunction = @Sendable (CallArguments, Machine) throws(JinjaError) -> Value

    private(set) var filters: [LibraryFunction] = []
    private(set) var filterIndexes: [String: Int] = [:]
    private(set) var tests: [LibraryFunction] = []
    private(set) var testIndexes: [String: Int] = [:]
    var globals: [String: GlobalFunction] = [:]

    /// The names of the functions that templates may call without the row having them.
    package var functionNames: [String] { globals.keys.sorted() }

    mutating func add(filters new: [LibraryFunction]) {
        for filter in new {
            filterIndexes[filter.name] = filters.count
            filters.append(filter)
        }
    }

    mutating func add(tests new: [LibraryFunction]) {
        for test in new {
            testIndexes[test.name] = tests.count
            tests.append(test)
        }
    }

    /// The library of Jinja2 itself.
    package static var standard: Library {
        var library = Library()
        library.add(filters: textFilters + sequenceFilters + numberFilters + markupFilters)
        library.add(tests: standardTests)
        library.globals = standardGlobals
        return library
    }

    /// Jinja2's library and what PromptSource adds to it.
    package static var promptSource: Library {
        var library = standard
        library.add(filters: promptSourceFilters)
        library.globals["zip"] = zipFunction
        return library
    }

    /// Jinja2's library and what Hugging Face's chat templates have beside it.
    package static var huggingFace: Library {
        var library = standard
        library.add(filters: [chatToJSONFilter])
        library.globals["raise_exception"] = raiseExceptionFunction
        library.globals["strftime_now"] = strftimeNowFunction
        return library
    }
}

extension ContiguousArray<Value> {
    func given(_ position: Int) -> Value? {
        guard position < count else { return nil }
        if case .missing = self[position] { return nil }
        return self[position]
    }

    /// The truth of an argument, `false` if it was not given.
    func flag(_ position: Int) -> Bool { given(position)?.isTrue ?? false }
}

extension Machine {
    func integer(_ value: Value, _ what: String) throws(JinjaError) -> Int {
        if let number = value.asInt { return number }
        if value.asBigInt != nil { throw JinjaError(.value, "\(what) is too large") }
        throw JinjaError(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
    }

    func integer(_ value: Value?, _ what: String, default number: Int) throws(JinjaError) -> Int {
        guard let value else { return number }
        return try integer(value, what)
    }
}
