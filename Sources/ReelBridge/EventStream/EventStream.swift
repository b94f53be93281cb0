import ReelCore
import ReelHTTP

/// What a client of `GET /api/jobs/{id}/events` asked for.
package struct EventStreamRequest: Hashable, Sendable {
    package var jobID: JobID
    /// The `seq` of the newest event that the client has, from `Last-Event-ID`; `nil` when it has none.
    package var lastEventID: Int64?

    package init(jobID: JobID, lastEventID: Int64? = nil) {
        self.jobID = jobID
        self.lastEventID = lastEventID
    }
}

/// Server-sent events about one job, without a socket: updates go in, parts of the answer come out. Nothing is answered
/// before the store has been read, so that the status of the answer is true. What is to be sent waits here until the
/// connection can take it (`next()`), so a slow client costs only its own bounded memory.
package struct EventStream: Sendable {
    package enum Output: Hashable, Sendable {
        /// An answer without a stream.
        case refuse(Problem)
        /// `204`: the job has ended and the client knows all of it. It makes an `EventSource` stop asking.
        case nothingMore
        /// `200`, and the first lines.
        case begin(String)
        case text(String)
        /// The stream is complete; nothing comes after it.
        case end
    }

    private enum Phase: Sendable {
        /// Nothing is known of the job yet.
        case asking
        case answering(Output)
        case streaming
        /// What waits is sent, then the stream ends.
        case closing
        case ended
    }

    /// Milliseconds after which a client whose stream broke asks again.
    package static let retryDelay = 1000

    package let jobID: JobID
    private let limit: Int
    private let lastEventID: Int64?
    private var track: JobTrack
    private var sendQueue = SendQueue { $0.eventText }
    private var phase = Phase.asking
    private var hasBegun = false
    private var hasEnded = false
    private var isKeepAliveDue = false

    package init(_ request: EventStreamRequest, limits: SessionLimits = SessionLimits()) {
        jobID = request.jobID
        lastEventID = request.lastEventID
        track = JobTrack(after: request.lastEventID)
        limit = limits.sendQueueBytes
    }

    // MARK: From the subscriptions

    /// - Returns: whether the job must be read from the store (again).
    package mutating func receive(_ update: JobUpdate) -> Bool {
        switch update {
        case .event(let message): return follow(track.receive(message))
        case .gap(_, let seq): return follow(track.gap(seq))
        case .snapshot(let snapshot): return receive(snapshot)
        case .absent: answer(.refuse(.noSuchJob))
        case .unreadable: answer(.refuse(.unreadable))
        }
        return false
    }

    private mutating func receive(_ snapshot: JobSnapshotMessage) -> Bool {
        if case .asking = phase {
            if snapshot.state.isFinal, lastEventID == snapshot.seq {
                answer(.nothingMore)
                return false
            }
            // A number that this job has never had, from another database perhaps: the stream begins at the start.
            if let lastEventID, lastEventID > snapshot.seq { track = JobTrack() }
            phase = hasEnded ? .closing : .streaming
        }
        return follow(track.receive(snapshot))
    }

    private mutating func follow(_ step: JobTrack.Step) -> Bool {
        if hasEnded { return false }
        for message in step.messages { sendQueue.append(message) }
        // A job that was tried again after its end goes on.
        if step.messages.last(where: { $0.kind == .status })?.isFinal == true { end() }
        // Too far behind: the client gets the present state when it asks again.
        if sendQueue.bytes > limit {
            sendQueue.removeAll()
            hasOverflowed = true
            end()
        }
        return step.needsSnapshot
    }

    private mutating func answer(_ output: Output) {
        // In the middle of a stream an error of the store is passed over: the next read or event goes on.
        if case .asking = phase { phase = .answering(output) }
    }

    /// No more updates are taken; what waits is still sent.
    package mutating func end() {
        hasEnded = true
        if case .streaming = phase { phase = .closing }
    }

    /// Whether the client is so far behind that what waited for it was dropped.
    package private(set) var hasOverflowed = false

    // MARK: Heartbeat

    /// It is time for an empty comment, which clients pass over: it keeps the connection alive and finds out whether it is.
    package mutating func keepAliveDue() {
        isKeepAliveDue = true
    }

    /// Whether that comment could not be written yet: the client reads nothing.
    package var isStuck: Bool { isKeepAliveDue }

    // MARK: To the client

    /// The next thing to send; to be asked for only when the connection can take it.
    package mutating func next() -> Output? {
        switch phase {
        case .asking, .ended: return nil
        case .answering(let output):
            phase = .ended
            return output
        case .streaming, .closing: break
        }
        if !hasBegun {
            hasBegun = true
            return .begin("retry: \(Self.retryDelay)\n\n")
        }
        if isKeepAliveDue {
            isKeepAliveDue = false
            return .text(":\n\n")
        }
        if let text = sendQueue.popFirst() { return .text(text) }
        guard case .closing = phase else { return nil }
        phase = .ended
        return .end
    }
}

extension JobMessage {
    /// The message as a server-sent event. The JSON has no line breaks of its own: the encoder writes them as `\n`.
    package var eventText: String {
        "id: \(seq)\nevent: \(kind == .status ? "job_status" : "job_progress")\ndata: \(text)\n\n"
    }
}
