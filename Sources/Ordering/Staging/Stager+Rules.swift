import Staging

extension Stager {
    /// What happens to lines without a score that can be read.
    package enum Missing: Sendable, Equatable {
        /// The first one ends the run.
        case fail
        /// They are left out.
        case drop
        /// They go to this stage, from 1.
        case stage(Int)
    }

    /// How lines are parted.
    package struct Rules: Sendable {
        /// Where scores come from.
        package var scores: StageScores
        /// Where stages end.
        package var rule: StageRule
        /// Which scores can be; nil: all.
        package var range: ScoreRange?
        /// What happens to others.
        package var outside = ScoreRange.Outside.fail
        /// What happens to lines without a score.
        package var missing = Missing.fail
        /// A control; nil: the curriculum itself.
        package var control: StageControl?
        /// The part of the lines of earlier stages that each stage shows again, 0 ... 1.
        package var replay = 0.0
        /// What random choices are derived from.
        package var seed: UInt64 = 0
        /// How many files each stage is cut into.
        package var shards = 1

        /// Rules; see the properties.
        package init(_ scores: StageScores, _ rule: StageRule) {
            self.scores = scores
            self.rule = rule
        }
    }
}
