import ReelCore

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

/// Server-sent events about one job, without a socket: news goes in, parts of the answer come out. Nothing is answered
/// before the store has been read, so that the status of the answer is true. What is to be sent waits here until the
/// connection can take it (`next()`), so a slow reader costs only its own bounded memory.
package struct EventStream: Sendable {
    package enum Output: Hashable, Sendable {
        /// An answer without a stream.
        case refuse(BridgeRoute.Refusal)
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
        case closeState
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
    private var isSignDue = false

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
            // A number that this job has never had, from another database perhaps: told from the start.
            if let lastEventID, lastEventID > snapshot.seq { track = JobTrack() }
            phase = hasEnded ? .closeState : .streaming
        }
        return follow(track.receive(snapshot))
    }

    private mutating func follow(_ step: JobTrack.Step) -> Bool {
        if hasEnded { return false }
        for message in step.messages { sendQueue.append(message) }
        // A job that was tried again after its end goes on.
        if step.messages.last(where: { $0.kind == .status })?.isFinal == true { end() }
        // Hopelessly behind: it sees where things stand when it asks again.
        if sendQueue.bytes > limit {
            sendQueue.removeAll()
            isHopeless = true
            end()
        }
        return step.needsSnapshot
    }

    private mutating func answer(_ output: Output) {
        // In the middle of a stream the store's trouble passes, and who waits hears of the job again.
        if case .asking = phase { phase = .answering(output) }
    }

    /// No more news: what waits is still sent.
    package mutating func end() {
        hasEnded = true
        if case .streaming = phase { phase = .closeState }
    }

    /// Whether the reader is so far behind that what waited for it was thrown away.
    package private(set) var isHopeless = false

    // MARK: Signs of life

    /// It is time to show that the line lives: an empty comment, which clients pass over.
    package mutating func signDue() {
        isSignDue = true
    }

    /// Whether the sign of life could not be written yet: the reader takes nothing.
    package var isStuck: Bool { isSignDue }

    // MARK: To the client

    /// The next thing to send; to be asked for only when the connection can take it.
    package mutating func next() -> Output? {
        switch phase {
        case .asking, .ended: return nil
        case .answering(let output):
            phase = .ended
            return output
        case .streaming, .closeState: break
        }
        if !hasBegun {
            hasBegun = true
            return .begin("retry: \(Self.retryDelay)\n\n")
        }
        if isSignDue {
            isSignDue = false
            return .text(":\n\n")
        }
        if let text = sendQueue.popFirst() { return .text(text) }
        guard case .closeState = phase else { return nil }
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
