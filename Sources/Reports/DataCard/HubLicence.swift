/// The licences that the Hub knows by name (huggingface.co/docs/hub/repositories-licenses).
enum HubLicence {
    /// The identifiers, `other` aside, which says nothing.
    private static let identifiers: Set<String> = [
        "afl-3.0", "agpl-3.0", "apache-2.0", "apple-amlr", "apple-ascl", "artistic-2.0", "bigcode-openrail-m",
        "bigscience-bloom-rail-1.0", "bigscience-openrail-m", "bsd", "bsd-2-clause", "bsd-3-clause",
        "bsd-3-clause-clear", "bsl-1.0", "c-uda", "cc", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0",
        "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0",
        "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0",
        "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "creativeml-openrail-m",
        "deepfloyd-if-license", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "eupl-1.2", "gemma", "gfdl",
        "gpl", "gpl-2.0", "gpl-3.0", "h-research", "intel-research", "isc", "lgpl", "lgpl-2.1", "lgpl-3.0", "lgpl-lr",
        "llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4", "lppl-1.3c", "mit", "mpl-2.0", "ms-pl",
        "ncsa", "odbl", "odc-by", "ofl-1.1", "openrail", "openrail++", "osl-3.0", "pddl", "postgresql", unknown,
        "unlicense", "wtfpl", "zlib",
    ]

    /// What the Hub calls a licence that nobody has told.
    static let unknown = "unknown"

    /// Where SPDX and others say more, or something else, than the Hub.
    private static let aliases = [
        "agplv3": "agpl-3.0", "c-uda-1.0": "c-uda", "cc-0": "cc0-1.0", "cc0": "cc0-1.0", "gfdl-1.1": "gfdl",
        "gfdl-1.2": "gfdl", "gfdl-1.3": "gfdl", "gplv2": "gpl-2.0", "gplv3": "gpl-3.0", "lgplv3": "lgpl-3.0",
        "odbl-1.0": "odbl", "odc-by-1.0": "odc-by", "pddl-1.0": "pddl",
    ]

    /// The Hub's identifier of a licence as people and SPDX write it (`CC BY-SA 4.0`, `Apache License 2.0`,
    /// `GPL-3.0-or-later`), or nil if the Hub does not know it.
    static func identifier(of text: String) -> String? {
        let lowered = text.lowercased()
        if identifiers.contains(lowered) { return lowered }
        var words = lowered.split { " -_,\t".contains($0) }.map(String.init)
        words.removeAll { ["license", "licence", "version", "the"].contains($0) }
        if words.count > 1, let last = words.last, last.first == "v", last.dropFirst().first?.isNumber == true {
            words[words.count - 1].removeFirst()
        }
        if words.suffix(2) == ["or", "later"] { words.removeLast(2) }
        if words.last == "only" { words.removeLast() }
        let name = words.joined(separator: "-")
        return aliases[name] ?? (identifiers.contains(name) ? name : nil)
    }
}

/// What a card says of the licences of some datasets.
struct CardLicence {
    private let ledgers: [DatasetLedger]
    /// The most datasets whose licences are told one by one.
    private static let limit = 100

    /// - Parameter ledgers: of the datasets that something was taken from.
    init(_ ledgers: [DatasetLedger]) { self.ledgers = ledgers }

    /// The keys of the front matter: the licence's identifier, or a list if there are several; `unknown` stands for datasets of
    /// which none is told. Once the Hub does not know one of them, the licence is `other`, with a name and all of them as told.
    var entries: [(key: StaticString, value: CardYAML)] {
        var identifiers: [String] = []
        for ledger in ledgers {
            let licence = ledger.licence?.nonEmpty
            let identifier = licence.map { HubLicence.identifier(of: $0) } ?? HubLicence.unknown
            guard let identifier else { return other }
            if !identifiers.contains(identifier) { identifiers.append(identifier) }
        }
        guard identifiers.count > 1 else { return [("license", .text(identifiers.first ?? HubLicence.unknown))] }
        return [("license", .list(identifiers.map { .text($0) }))]
    }

    private var other: [(key: StaticString, value: CardYAML)] {
        let told = ledgers.prefix(Self.limit).map { "\($0.name): \($0.licence?.nonEmpty ?? "not told")" }
        let rest = ledgers.count > Self.limit ? ["and \(ledgers.count - Self.limit) more datasets"] : []
        let first = ledgers.first?.licence ?? ""
        let isOne = ledgers.allSatisfy { ($0.licence ?? "").utf8.elementsEqual(first.utf8) }
        return [
            ("license", .word("other")), ("license_name", .text(isOne ? Self.name(of: first) : "mixed")),
            ("license_details", .text((told + rest).joined(separator: "; "))),
        ]
    }

    /// A licence's name as an identifier: lower-case letters, digits, dots and dashes.
    private static func name(of licence: String) -> String {
        let words = licence.lowercased().unicodeScalars.split { scalar in
            !(scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil))
                && scalar != "."
        }
        let name = words.map { String($0) }.joined(separator: "-").prefix(80)
        return name.isEmpty ? "custom" : String(name)
    }
}
