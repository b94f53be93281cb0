import Foundation
import ReelCore

/// What one connection may take up.
package struct SessionLimits: Sendable {
    /// Jobs watched at once; a job that has ended does not count.
    package var subscriptions = 100
    /// Bytes that may wait for a slow reader; a full job is about 4 KiB.
    package var sendQueueBytes = 1 << 20

    package init() {}
}

/// What happened to a job, for those who watch it.
package enum JobUpdate: Sendable {
    /// A runner published what happened.
    case event(JobMessage)
    /// A runner published that something happened which its message does not fully describe.
    case gap(JobID, seq: Int64)
    /// The store was read.
    case snapshot(JobSnapshotMessage)
    /// The store has no such job.
    case absent(JobID)
    /// The store could not be read.
    case unreadable(JobID)
}

/// The protocol with one WebSocket client, without a socket: messages and updates go in, actions come out. What is to be
/// sent waits here until the connection can take it (`next()`), so a slow client costs only its own bounded memory.
package struct BridgeSession: Sendable {
    /// What the connection is to ask of the subscriptions.
    package enum Action: Hashable, Sendable {
        /// Deliver this job's updates, and a snapshot as soon as it can be read.
        case watch(JobID)
        /// Read the job from the store (again).
        case read(JobID)
        case unwatch(JobID)
    }

    /// What the connection is to send.
    package enum Output: Hashable, Sendable {
        case text(String)
        case ping
        case pong([UInt8])
        /// Nothing comes after it.
        case close(CloseReason)
    }

    private enum CloseState: Sendable {
        case open
        case closing(CloseReason)
        case closed
    }

    private let limits: SessionLimits
    private var tracks: [JobID: JobTrack] = [:]
    private var sendQueue = SendQueue()
    /// Only the newest ping has to be answered (RFC 6455, 5.5.3).
    private var pong: [UInt8]?
    private var isPingDue = false
    private var awaitsPong = false
    private var closeState = CloseState.open

    package init(limits: SessionLimits = SessionLimits()) {
        self.limits = limits
        sendQueue.append(BridgeMessage.connection.json)
    }

    package var watched: Set<JobID> { Set(tracks.keys) }

    // MARK: From the client

    package mutating func receive(_ input: ClientInput) -> [Action] {
        awaitsPong = false
        guard case .open = closeState else { return [] }
        switch input {
        case .text(let text): return receive(text)
        case .ping(let data): pong = data
        case .pong: break
        case .close(let code): close(CloseReason(code: code, words: ""))
        case .violation(let reason): close(reason)
        }
        return []
    }

    private mutating func receive(_ text: String) -> [Action] {
        let request: BridgeRequest
        do {
            request = try WireCoding.decode(BridgeRequest.self, from: Data(text.utf8))
        } catch DecodingError.dataCorrupted {
            refuse(nil, "This is not JSON. Send {\"subscribe\": \"<job id>\"}.")
            return []
        } catch {
            refuse(nil, "This asks for nothing. Send {\"subscribe\": \"<job id>\"}.")
            return []
        }
        guard let id = JobID(rawValue: request.subscribe) else {
            refuse(
                request.subscribe.excerpt(),
                "This is no job id. Send the job_id that POST /api/generate-video answered, a UUID.")
            return []
        }
        if tracks[id] == nil, tracks.count >= limits.subscriptions {
            refuse(
                id.rawValue,
                "This connection watches \(tracks.count) jobs, which is as many as it may. Subscribe again when one of "
                    + "them has ended, or open another connection.")
            return []
        }
        return [tracks.updateValue(JobTrack(), forKey: id) == nil ? .watch(id) : .read(id)]
    }

    private mutating func refuse(_ jobID: String?, _ words: String) {
        send(BridgeMessage.error(jobID: jobID, message: words).json)
    }

    // MARK: From the subscriptions

    package mutating func receive(_ update: JobUpdate) -> [Action] {
        switch update {
        case .event(let message): follow(message.jobID) { $0.receive(message) }
        case .gap(let id, let seq): follow(id) { $0.gap(seq) }
        case .snapshot(let snapshot): receive(snapshot)
        case .absent(let id):
            abandon(
                id,
                "There is no such job. Send the job_id that POST /api/generate-video answered, or look at GET /api/jobs."
            )
        case .unreadable(let id):
            // A client that has a snapshot gets the next one; one without would wait for ever.
            tracks[id]?.sent == nil
                ? abandon(id, "The job could not be read just now. Subscribe again in a few seconds.") : []
        }
    }

    private mutating func receive(_ snapshot: JobSnapshotMessage) -> [Action] {
        guard let track = tracks[snapshot.jobID] else { return [] }
        if track.sent == nil { send(BridgeMessage.subscribed(snapshot.jobID).json) }
        return follow(snapshot.jobID) { $0.receive(snapshot) }
    }

    private mutating func follow(_ id: JobID, _ step: (inout JobTrack) -> JobTrack.Step) -> [Action] {
        guard var track = tracks[id] else { return [] }
        let result = step(&track)
        tracks[id] = track
        for message in result.messages { send(message) }
        // A job that was tried again after its end goes on.
        if result.messages.last(where: { $0.kind == .status })?.isFinal == true { return forget(id) }
        return result.needsSnapshot ? [.read(id)] : []
    }

    private mutating func abandon(_ id: JobID, _ words: String) -> [Action] {
        guard tracks[id] != nil else { return [] }
        refuse(id.rawValue, words)
        return forget(id)
    }

    private mutating func forget(_ id: JobID) -> [Action] {
        tracks.removeValue(forKey: id) == nil ? [] : [.unwatch(id)]
    }

    // MARK: Heartbeat

    /// It is time to ask whether the client is alive.
    package mutating func pingDue() {
        isPingDue = true
        awaitsPong = true
    }

    /// Whether the client has sent nothing since `pingDue()`, or the ping could not even be written, whatever the client sent
    /// meanwhile: one that reads nothing for so long is gone or too far behind, and gets the present state when it connects
    /// again.
    package var isUnresponsive: Bool { awaitsPong || isPingDue }

    // MARK: To the client

    private mutating func send(_ message: JobMessage) {
        sendQueue.append(message)
        closeIfOverfull()
    }

    private mutating func send(_ text: String) {
        sendQueue.append(text)
        closeIfOverfull()
    }

    private mutating func closeIfOverfull() {
        guard sendQueue.bytes > limits.sendQueueBytes else { return }
        close(.tooSlow)
    }

    /// Sends a close frame instead of whatever still waits.
    package mutating func close(_ reason: CloseReason) {
        guard case .open = closeState else { return }
        sendQueue.removeAll()
        closeState = .closing(reason)
    }

    /// Whether a close frame waits to be sent, or has been.
    package var isEnding: Bool {
        if case .open = closeState { false } else { true }
    }

    package var isClosed: Bool {
        if case .closed = closeState { true } else { false }
    }

    /// The next thing to send; to be asked for only when the connection can take it.
    package mutating func next() -> Output? {
        switch closeState {
        case .closed: return nil
        case .closing(let reason):
            closeState = .closed
            return .close(reason)
        case .open: break
        }
        if let data = pong {
            pong = nil
            return .pong(data)
        }
        if isPingDue {
            isPingDue = false
            return .ping
        }
        return sendQueue.popFirst().map(Output.text)
    }
}
