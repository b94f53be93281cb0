import Foundation
import ReelCore
import ReelStore

/// One message about one job, encoded once for all who watch the job.
package struct JobMessage: Sendable {
    package let jobID: JobID
    package let seq: Int64
    package let kind: JobEvent.Kind
    package let progress: Int
    /// Whether this is the job's end: nothing comes after it.
    package let isFinal: Bool
    /// The words beside the number; empty for a status.
    private let words: String
    private let etaSeconds: Int?
    /// The JSON as it is sent.
    package let text: String

    private init(
        _ kind: JobEvent.Kind, _ id: JobID, seq: Int64, progress: Int, words: String = "", etaSeconds: Int? = nil,
        isFinal: Bool = false, _ message: BridgeMessage
    ) {
        jobID = id
        self.seq = seq
        self.kind = kind
        self.progress = progress
        self.isFinal = isFinal
        self.words = words
        self.etaSeconds = etaSeconds
        text = message.json
    }

    /// A `job_progress`.
    package static func progress(
        _ kind: JobEvent.Kind, _ id: JobID, seq: Int64, progress: Int, words: String, etaSeconds: Int? = nil
    ) -> JobMessage {
        JobMessage(
            kind, id, seq: seq, progress: progress, words: words, etaSeconds: etaSeconds,
            .jobProgress(id, progress: progress, message: words, seq: seq, etaSeconds: etaSeconds))
    }

    /// A `job_status`.
    package static func status(_ id: JobID, _ job: JobResponse, seq: Int64) -> JobMessage {
        JobMessage(
            .status, id, seq: seq, progress: job.progress, isFinal: job.status.isFinal,
            .jobStatus(id, job, seq: seq))
    }

    /// What a runner's line is for clients; `nil` when it tells of a change of status but not of the job.
    package init?(_ event: RunnerEvent) {
        switch event.kind {
        case .status:
            guard let job = event.job else { return nil }
            self = .status(event.jobID, job, seq: event.seq)
        case .milestone, .progress:
            self = .progress(
                event.kind, event.jobID, seq: event.seq, progress: event.progress, words: event.message,
                etaSeconds: event.etaSeconds)
        }
    }

    /// The same message with a number that is not below `floor`.
    package func raised(to floor: Int) -> JobMessage {
        guard kind != .status, progress < floor else { return self }
        return .progress(kind, jobID, seq: seq, progress: floor, words: words, etaSeconds: etaSeconds)
    }
}

/// A job as the store shows it at one instant, in messages.
package struct JobSnapshotMessage: Sendable {
    package let jobID: JobID
    /// The newest event's.
    package let seq: Int64
    /// Milestones and changes of status in the order in which they happened.
    package let history: [JobMessage]
    /// The whole job now.
    package let state: JobMessage
    /// The number and words now.
    package let progress: JobMessage

    package init(_ snapshot: JobSnapshot) {
        let job = snapshot.job
        jobID = job.id
        seq = job.eventSeq
        state = .status(job.id, JobResponse(job), seq: job.eventSeq)
        progress = .progress(
            .progress, job.id, seq: job.eventSeq, progress: job.progress, words: job.progressMessage)
        history = snapshot.events.compactMap { event in
            switch event.kind {
            case .milestone:
                .progress(.milestone, job.id, seq: event.seq, progress: event.progress, words: event.message)
            case .status:
                .status(job.id, JobResponse(event.seq == job.eventSeq ? job : job.asOf(event)), seq: event.seq)
            case .progress: nil
            }
        }
    }

    package var milestones: [JobMessage] { history.filter { $0.kind == .milestone } }
}

extension Job {
    /// The job as it was after an earlier change of its status: without a video, because nothing follows on that.
    fileprivate func asOf(_ event: JobEvent) -> Job {
        var job = self
        job.status = event.status
        job.progress = event.progress
        job.progressMessage = event.message
        job.errorMessage = event.status == .failed ? event.message : nil
        job.videoID = nil
        job.completedAt = event.status.isFinal ? event.at : nil
        job.runAt = nil
        job.expectedEnd = nil
        job.startedAt = startedAt.flatMap { $0 <= event.at ? $0 : nil }
        job.eventSeq = event.seq
        return job
    }
}

extension BridgeMessage {
    /// The text frame's content.
    var json: String {
        do {
            return String(decoding: try WireCoding.encode(self), as: UTF8.self)
        } catch {
            // Strings, whole numbers and `nil` are all that these messages hold; JSONEncoder refuses none of them.
            preconditionFailure("a bridge message could not be written as JSON: \(error)")
        }
    }
}
