import Foundation
import GRDB
import ReelCore
import ReelStore

/// What attempts report while they run.
extension SQLiteStore {
    public func record(_ note: ProgressNote, under claim: ClaimID) throws -> JobEvent? {
        try write("recording progress") { db in
            guard let job = try held(db, by: claim)?.job else { return nil }
            let progress = max(job.progress, min(note.progress, 99))
            let isNew =
                try note.isMilestone && note.progress < 100
                && !EventQueries.hasMilestone(db, of: job.id, atOrAbove: note.progress)
            let now = clock.now()
            let end = note.secondsLeft.map { now + $0 } ?? job.expectedEnd
            guard
                isNew || progress != job.progress || note.message != job.progressMessage
                    || Self.differ(end, job.expectedEnd)
            else { return nil }
            try AttemptQueries.setProgress(
                db, of: job.id, to: progress, message: note.message, expectedEnd: end.map(Timestamp.stored))
            var event = try EventQueries.add(
                db, to: job.id, kind: isNew ? .milestone : .progress, message: note.message,
                now: Timestamp.stored(now))
            event.expectedEnd = note.secondsLeft == nil ? nil : end
            return event
        }
    }

    /// By a second or more: less is no change worth an event.
    private static func differ(_ end: Date?, _ other: Date?) -> Bool {
        guard let end, let other else { return (end == nil) != (other == nil) }
        return abs(end.timeIntervalSince(other)) >= 1
    }

    public func record(_ run: StageRun, under claim: ClaimID) throws {
        try write("recording a stage") { db in
            guard let job = try held(db, by: claim)?.job else { return }
            try AttemptHistoryQueries.add(db, run, to: claim, quality: job.request.quality)
        }
    }

    public func stageHistory(of quality: Quality) throws -> StageHistory {
        try read("reading what stages take") { db in
            var history = StageHistory()
            for stage in StageName.allCases {
                let samples = try AttemptHistoryQueries.samples(db, of: stage, quality, limit: 20)
                if !samples.isEmpty { history.samples[stage] = samples }
            }
            return history
        }
    }

    public func recordScript(_ origin: ScriptOrigin, under claim: ClaimID) throws {
        try write("recording who wrote the script") { db in
            guard let job = try held(db, by: claim)?.job else { return }
            var origin = origin
            if let before = job.scriptOrigin?.usage { origin.usage = origin.usage.map { before + $0 } ?? before }
            try AttemptQueries.setScriptOrigin(
                db, of: job.id, to: String(decoding: try WireCoding.encode(origin), as: UTF8.self))
        }
    }

    public func recordSpeech(_ usage: SpeechUsage, under claim: ClaimID) throws {
        try write("recording what speech cost") { db in
            guard let job = try held(db, by: claim)?.job else { return }
            let sum = job.speechUsage.map { $0 + usage } ?? usage
            try AttemptQueries.setSpeechUsage(
                db, of: job.id, to: String(decoding: try WireCoding.encode(sum), as: UTF8.self))
        }
    }

    public func recordLive(_ path: String, under claim: ClaimID) throws {
        try write("recording where a video in the making lies") { db in
            try AttemptQueries.setLivePath(db, under: claim, to: path)
        }
    }
}
