import Foundation
import GRDB
import ReelCore
import ReelStore

/// Rows of `attempts` and `attempt_stages` as an `Attempt`.
enum AttemptRecord {
    static let columns = "number, runner, started_at, ended_at, outcome, failure_json"
    static let stageColumns = "number, stage, seconds, cpu_seconds, made, found, reel_seconds, is_done"

    /// - Parameter stages: the rows of all attempts of the job.
    static func attempt(_ row: Row, of job: JobID, stages: [(number: Int, run: StageRun)]) throws -> Attempt {
        let number: Int = row[0]
        let outcomeText: String? = row[4]
        let outcome = outcomeText.flatMap(Attempt.Outcome.init(rawValue:))
        guard (outcome == nil) == (outcomeText == nil) else {
            throw RowError.unreadable(table: "attempts", key: job.rawValue)
        }
        return Attempt(
            number: number, runner: RunnerID(rawValue: row[1]),
            startedAt: try RowError.date(row[2], in: "attempts", key: job.rawValue),
            endedAt: try (row[3] as String?).map { try RowError.date($0, in: "attempts", key: job.rawValue) },
            outcome: outcome,
            failure: (row[5] as String?).flatMap { try? WireCoding.decodeStored(JobFailure.self, from: $0) },
            stages: stages.filter { $0.number == number }.map(\.run))
    }

    /// - Returns: `nil` for a stage that this version does not know.
    static func stage(_ row: Row) -> (number: Int, run: StageRun)? {
        guard let stage = StageName(rawValue: row[1]) else { return nil }
        return (
            row[0],
            StageRun(
                stage: stage, seconds: row[2], cpuSeconds: row[3], made: row[4], found: row[5], reelSeconds: row[6],
                isDone: row[7])
        )
    }
}
