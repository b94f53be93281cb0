import Foundation
import ReelCore
import ReelStore

/// An event as clients read it, encoded once for all who watch the job.
package struct JobMessage: Sendable {
    package let event: JobEvent
    /// The JSON as it is sent.
    package let text: String

    /// - Returns: `nil` for a change of status that does not carry the job.
    package init?(_ event: JobEvent) {
        guard event.kind != .status || event.job != nil else { return nil }
        self.init(complete: event)
    }

    private init(complete event: JobEvent) {
        self.event = event
        text = BridgeMessage.event(event).json
    }

    /// A change to the status that the job has.
    fileprivate init(stateOf job: Job, at date: Date) {
        self.init(
            complete: JobEvent(
                jobID: job.id, seq: job.eventSeq, kind: .status, progress: job.progress, message: job.progressMessage,
                status: job.status, at: date, job: JobResponse(job)))
    }

    /// The number and words that the job has.
    fileprivate init(progressOf job: Job, at date: Date) {
        self.init(
            complete: JobEvent(
                jobID: job.id, seq: job.eventSeq, kind: .progress, progress: job.progress,
                message: job.progressMessage, status: job.status, at: date))
    }

    package var jobID: JobID { event.jobID }
    package var seq: Int64 { event.seq }
    package var kind: JobEvent.Kind { event.kind }
    package var progress: Int { event.job?.progress ?? event.progress }
    /// Whether this is the job's end: nothing comes after it.
    package var isFinal: Bool { event.job?.status.isFinal == true }

    /// The same message with a number that is not below `minimum`.
    package func raised(to minimum: Int) -> JobMessage {
        guard kind != .status, progress < minimum else { return self }
        var event = event
        event.progress = minimum
        return JobMessage(complete: event)
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
        let now = Date()
        jobID = job.id
        seq = job.eventSeq
        state = JobMessage(stateOf: job, at: now)
        progress = JobMessage(progressOf: job, at: now)
        history = snapshot.events.compactMap { event in
            switch event.kind {
            case .milestone: JobMessage(event)
            case .status: JobMessage(stateOf: event.seq == job.eventSeq ? job : job.asOf(event), at: event.at)
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
