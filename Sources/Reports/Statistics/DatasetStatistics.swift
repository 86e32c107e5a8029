/// What a build has seen of a dataset's rows and instances, for its report.
package struct DatasetStatistics: ManifestRecord {
    package private(set) var name = ""
    /// Nil if there is no instance.
    package var lengths: TextLengths?
    package var labels: LabelCounts?, templates: [Template] = [], drops: [Drop] = []
    package var samples: [InstanceSample] = []

    init() {}
    package init(name: String) { self.name = name }

    static let fields: [Field<DatasetStatistics>] = [
        Field("dataset", .text, \.name, "The dataset's name."),
        Field("lengths", .optional(.record()), \.lengths, "How long the instances' texts are, in code points."),
        Field("labels", .optional(.record()), \.labels, "How often the label's values occur."),
        Field("templates", .list(.record()), \.templates, "All templates that were to be drawn from."),
        Field("drops", .list(.record()), \.drops, "Rows that gave no instance, by reason."),
        Field("samples", .list(.record()), \.samples, "Some instances beside their rows."),
    ]

    /// How often a template was used.
    package struct Template: ManifestRecord {
        private(set) var name = "", isInverted = false, used = 0, failed = 0

        init() {}
        package init(name: String, isInverted: Bool, used: Int, failed: Int) {
            (self.name, self.isInverted, self.used, self.failed) = (name, isInverted, used, failed)
        }

        static let fields: [Field<Template>] = [
            Field("template", .text, \.name, "The template's name."),
            Field("inverted", .flag, \.isInverted, "Whether it is inverted."),
            Field("used", .count(.instances), \.used, "Instances taken."),
            Field("failed", .count(.rows), \.failed, "Rows that could not be seen through it."),
        ]
    }

    /// Rows that gave no instance for one reason.
    package struct Drop: ManifestRecord {
        private(set) var reason = "", count = 0, examples: [DroppedRow] = []

        init() {}
        package init(reason: String, count: Int, examples: [DroppedRow]) {
            (self.reason, self.count, self.examples) = (reason, count, examples)
        }

        static let fields: [Field<Drop>] = [
            Field("reason", .text, \.reason, "The reason's code."),
            Field("count", .count(.rows), \.count, "How many rows."),
            Field("examples", .list(.record()), \.examples, "Some of them."),
        ]
    }

    package struct DroppedRow: ManifestRecord {
        private(set) var place = RowLocation(), message = "", text = ""

        init() {}

        /// - Parameter text: the beginning of the row; empty if that is not known.
        package init(place: RowLocation, message: String, text: String) {
            (self.place, self.message, self.text) = (place, message, text)
        }

        static let fields: [Field<DroppedRow>] =
            RowLocation.fields.map { Field($0, of: \.place) } + [
                Field("message", .text, \.message, "What is wrong with it."),
                Field("text", .text, \.text, "Its beginning, if it is known.", if: { !$0.text.isEmpty }),
            ]
    }
}

/// How often the values of a label stand in the instances.
package struct LabelCounts: ManifestRecord {
    private(set) var field = "", values: [NamedCount] = [], other = 0

    init() {}
    package init(field: String, values: [NamedCount], other: Int) {
        (self.field, self.values, self.other) = (field, values, other)
    }

    static let fields: [Field<LabelCounts>] = [
        Field("field", .text, \.field, "The field that holds the label."),
        Field("values", .named("value"), \.values, "Its most frequent values."),
        Field("other", .count(.instances), \.other, "Instances with other values."),
    ]
}
