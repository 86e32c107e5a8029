import Prompting
import Reports
import Running

/// Counts of instances, by positions: looking up names for each of them would take longer than making it.
package struct RenderTally {
    private var instances = 0
    private var characters = 0
    private var inverted = 0
    private var templates: [Int]
    private var splits: [Int]
    private var demonstrations: [Int] = []
    private var lackingDemonstrations = 0
    private var selfDemonstrations = 0
    private var options: [OptionRules.Style: Int] = [:]

    package init(templates: Int, splits: Int) {
        self.templates = Array(repeating: 0, count: templates)
        self.splits = Array(repeating: 0, count: splits)
    }

    package mutating func count(_ instance: RenderHandler.RenderedInstance, _ copies: Int, split: Int) {
        instances += copies
        characters += copies * Int(instance.size.characters)
        if instance.template >= templates.count {
            // Text that is cut has a number for each piece.
            templates += Array(repeating: 0, count: instance.template + 1 - templates.count)
        }
        templates[instance.template] += copies
        splits[split] += copies
        while demonstrations.count <= instance.demonstrations { demonstrations.append(0) }
        demonstrations[instance.demonstrations] += copies
        if instance.lacksDemonstrations { lackingDemonstrations += copies }
        if instance.demonstratesItself { selfDemonstrations += copies }
        if instance.isInverted { inverted += copies }
        if let form = instance.options { options[form, default: 0] += copies }
    }

    package func merge(into ledger: inout DatasetLedger, _ task: PromptTask, _ rule: SplitRule) {
        (ledger.instances, ledger.characters, ledger.inverted) = (instances, characters, inverted)
        for (form, count) in options { ledger.options[form.rawValue] = count }
        for (template, count) in templates.enumerated() where count > 0 {
            ledger.templates[task.template(at: template).name, default: 0] += count
        }
        for (split, count) in splits.enumerated() where count > 0 { ledger.splits[rule.names[split]] = count }
        guard task.demonstrations != nil else { return }
        for (number, count) in demonstrations.enumerated() where count > 0 { ledger.demonstrations[number] = count }
        (ledger.lackingDemonstrations, ledger.selfDemonstrations) = (lackingDemonstrations, selfDemonstrations)
    }
}
