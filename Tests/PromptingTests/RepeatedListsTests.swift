import Jinja
import Testing

@testable import Prompting

/// Lists that stand in row after row.
@Suite struct RepeatedListsTests {
    private func list(_ json: String, _ lists: inout RepeatedLists) -> List? {
        guard case .list(let list) = Array(json.utf8).withUnsafeBytes({ lists.list($0) }) else { return nil }
        return list
    }

    @Test func equalListsAreListsOfTheirOwn() throws {
        var lists = RepeatedLists()
        let first = try #require(list(#"["a","b"]"#, &lists))
        let second = try #require(list(#"["a","b"]"#, &lists))
        #expect(first !== second)
        #expect(second.items.map(\.asString) == ["a", "b"])
    }

    @Test func listsThatDifferAreToldApart() throws {
        var lists = RepeatedLists()
        for number in 0..<200 {
            let items = try #require(list(#"["a","\#(number)"]"#, &lists)).items
            #expect(items.map(\.asString) == ["a", "\(number)"])
        }
        #expect(list(#"["a","199"]"#, &lists)?.items.count == 2)
    }

    @Test func nestedListsAreNotShared() throws {
        var lists = RepeatedLists()
        func inner(_ list: List?) -> List? { if case .list(let inner)? = list?.items.first { inner } else { nil } }
        let first = try #require(inner(list("[[1]]", &lists)))
        let second = try #require(inner(list("[[1]]", &lists)))
        #expect(first !== second)
    }
}
