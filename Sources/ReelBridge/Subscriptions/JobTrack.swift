import ReelCore

/// Which events of one job have been sent to one client, and what is to be sent next: in order, nothing twice, nothing
/// left out, no progress below an earlier one.
///
/// Live events say what happens, the store's snapshots what happened. A live event that does not follow directly on
/// the last one told means that something was missed; then only a snapshot leads on. A snapshot read after a live event came
/// holds it, because every event is in the store before it is published; so live events need not be kept meanwhile.
package struct JobTrack: Sendable {
    /// The newest event told; `nil` until the first snapshot.
    package private(set) var told: Int64?
    /// The newest event heard of.
    private var heard: Int64 = 0
    /// The highest number told.
    private var progress = 0

    /// - Parameter told: the newest event that the client has from an earlier connection; what came up to it is not told
    ///   again.
    package init(after told: Int64? = nil) {
        self.told = told
    }

    package struct Step: Sendable {
        /// To be sent, in this order.
        package var messages: [JobMessage] = []
        /// Whether the store must be read (again) before anything else can be told.
        package var needsSnapshot = false
    }

    package mutating func receive(_ message: JobMessage) -> Step {
        guard message.seq > (told ?? -1) else { return Step() }
        let follows = told.map { message.seq == $0 + 1 && heard <= $0 } ?? false
        heard = max(heard, message.seq)
        return follows ? Step(messages: [tell(message)]) : Step(needsSnapshot: true)
    }

    /// Something happened that the runner's line does not fully tell.
    package mutating func gap(_ seq: Int64) -> Step {
        guard seq > (told ?? -1) else { return Step() }
        heard = max(heard, seq)
        return Step(needsSnapshot: true)
    }

    package mutating func receive(_ snapshot: JobSnapshotMessage) -> Step {
        guard let told else {
            return Step(messages: (snapshot.milestones + [snapshot.state]).map { tell($0) })
        }
        guard snapshot.seq > told else { return Step() }
        var messages = snapshot.history.filter { $0.seq > told }
        if messages.last.map({ $0.seq < snapshot.seq }) ?? true { messages.append(snapshot.progress) }
        return Step(messages: messages.map { tell($0) })
    }

    private mutating func tell(_ message: JobMessage) -> JobMessage {
        told = max(told ?? 0, message.seq)
        let message = message.raised(to: progress)
        progress = max(progress, message.progress)
        return message
    }
}
