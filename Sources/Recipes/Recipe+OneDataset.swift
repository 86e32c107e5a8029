extension Recipe {
    /// A recipe that is written nowhere: one dataset, whose files and packs are given otherwise.
    package init(dataset: String, templates: TemplateChoice, seed: UInt64) {
        var dataset = DatasetRecipe(name: dataset)
        dataset.templates = templates
        self.init(path: "", text: "", seed: seed, datasets: [dataset])
    }

    /// A recipe that is written nowhere: datasets of formatted lines, whose files are given otherwise.
    package init(lines datasets: [DatasetRecipe], seed: UInt64) {
        self.init(path: "", text: "", seed: seed, datasets: datasets)
        for index in self.datasets.indices { self.datasets[index].kind = .lines }
    }
}
