import ReelCore

/// Which events of one job have been sent to one client, and what is to be sent next: in order, nothing twice, nothing
/// left out, no progress below an earlier one.
///
/// Live events say what happens, the store's snapshots what happened. A live event that does not follow directly on
/// the last one sent means that something was missed; then only a snapshot leads on. A snapshot read after a live event came
/// holds it, because every event is in the store before it is published; so live events need not be kept meanwhile.
package struct JobTrack: Sendable {
    /// The newest event sent; `nil` until the first snapshot.
    package private(set) var sent: Int64?
    /// The newest event known of.
    private var known: Int64 = 0
    /// The highest progress sent.
    private var progress = 0

    /// - Parameter sent: the newest event that the client has from an earlier connection; what came up to it is not sent
    ///   again.
    package init(after sent: Int64? = nil) {
        self.sent = sent
    }

    package struct Step: Sendable {
        /// To be sent, in this order.
        package var messages: [JobMessage] = []
        /// Whether the store must be read (again) before anything else can be sent.
        package var needsSnapshot = false
    }

    package mutating func receive(_ message: JobMessage) -> Step {
        guard message.seq > (sent ?? -1) else { return Step() }
        let follows = sent.map { message.seq == $0 + 1 && known <= $0 } ?? false
        known = max(known, message.seq)
        return follows ? Step(messages: [send(message)]) : Step(needsSnapshot: true)
    }

    /// Something happened that the runner's message does not fully describe.
    package mutating func gap(_ seq: Int64) -> Step {
        guard seq > (sent ?? -1) else { return Step() }
        known = max(known, seq)
        return Step(needsSnapshot: true)
    }

    package mutating func receive(_ snapshot: JobSnapshotMessage) -> Step {
        guard let sent else {
            return Step(messages: (snapshot.milestones + [snapshot.state]).map { send($0) })
        }
        guard snapshot.seq > sent else { return Step() }
        var messages = snapshot.history.filter { $0.seq > sent }
        if messages.last.map({ $0.seq < snapshot.seq }) ?? true { messages.append(snapshot.progress) }
        return Step(messages: messages.map { send($0) })
    }

    private mutating func send(_ message: JobMessage) -> JobMessage {
        sent = max(sent ?? 0, message.seq)
        let message = message.raised(to: progress)
        progress = max(progress, message.progress)
        return message
    }
}
