import Staging

extension Stager {
    /// What happens to lines without a score that can be read.
    public enum Missing: Sendable, Equatable {
        /// The first one ends the run.
        case fail
        /// They are left out.
        case drop
        /// They go to this stage, from 1.
        case stage(Int)
    }

    /// How lines are parted.
    public struct Rules: Sendable {
        /// Where scores come from.
        public var scores: StageScores
        /// Where stages end.
        public var rule: StageRule
        /// Which scores can be; nil: all.
        public var range: ScoreRange?
        /// What happens to others.
        public var outside = ScoreRange.Outside.fail
        /// What happens to lines without a score.
        public var missing = Missing.fail
        /// A control; nil: the curriculum itself.
        public var control: StageControl?
        /// The part of the lines of earlier stages that each stage shows again, 0 ... 1.
        public var replay = 0.0
        /// What random choices are derived from.
        public var seed: UInt64 = 0
        /// How many files each stage is cut into.
        public var shards = 1

        /// Rules; see the properties.
        public init(_ scores: StageScores, _ rule: StageRule) {
            self.scores = scores
            self.rule = rule
        }
    }
}
