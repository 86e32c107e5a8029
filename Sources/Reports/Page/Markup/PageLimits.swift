/// How much of a manifest one page shows. Everything beyond is counted in words where it is left out.
enum PageLimits {
    /// The whole page, in bytes.
    static let page = 4 << 20
    /// Kept free for the head, the contents and for sentences that tell what was left out, in bytes.
    static let reserve = 256 << 10
    /// Rows of a table.
    static let rows = 200
    /// Datasets that have a part of their own.
    static let datasets = BuildStatistics.maxDatasets
    /// Rows of a table of one dataset.
    static let datasetRows = 40
    /// Columns of a table that has one for each of something.
    static let columns = 8
    /// Examples of a reason or of duplicates.
    static let examples = 5
    /// Instances of a dataset beside their rows.
    static let samples = 4
    /// Fields of a row.
    static let fields = 24
    /// Bins of a histogram.
    static let bins = 48
    /// A prompt, a completion, in code points.
    static let text = 2000
    /// Other texts out of rows, in code points.
    static let excerpt = 400
    /// How far values of a row are looked for in a text, in code points.
    static let search = 20_000
    /// The recipe, in code points.
    static let recipe = 64 << 10
}
