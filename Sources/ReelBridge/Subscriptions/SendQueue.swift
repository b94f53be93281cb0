import NIOCore
import ReelCore

/// What waits to be sent to one client. Milestones, statuses and answers keep their order and are all sent; of plain
/// progress only the newest of each job waits, because an older number helps nobody.
package struct SendQueue: Sendable {
    private enum Entry: Sendable {
        case text(String)
        /// Stands where the newest plain progress of the job will be taken out. One whose ticket is no longer the job's is
        /// passed over: something that must be sent came after it.
        case progress(JobID, ticket: Int)
    }

    private var entries = CircularBuffer<Entry>()
    private var newest: [JobID: (ticket: Int, text: String)] = [:]
    private var nextTicket = 0
    /// How a message is written for this client.
    private let form: @Sendable (JobMessage) -> String
    /// Bytes that must be sent.
    package private(set) var bytes = 0

    package init(form: @escaping @Sendable (JobMessage) -> String = { $0.text }) {
        self.form = form
    }

    package var isEmpty: Bool { entries.isEmpty }

    package mutating func append(_ text: String) {
        entries.append(.text(text))
        bytes += text.utf8.count
    }

    package mutating func append(_ message: JobMessage) {
        switch message.kind {
        case .milestone, .status:
            newest[message.jobID] = nil
            append(form(message))
        case .progress:
            if let waiting = newest[message.jobID] {
                newest[message.jobID] = (waiting.ticket, form(message))
            } else {
                newest[message.jobID] = (nextTicket, form(message))
                entries.append(.progress(message.jobID, ticket: nextTicket))
                nextTicket += 1
            }
        }
    }

    package mutating func popFirst() -> String? {
        while let entry = entries.popFirst() {
            switch entry {
            case .text(let text):
                bytes -= text.utf8.count
                return text
            case .progress(let id, let ticket):
                guard let waiting = newest[id], waiting.ticket == ticket else { continue }
                newest[id] = nil
                return waiting.text
            }
        }
        return nil
    }

    package mutating func removeAll() {
        self = SendQueue(form: form)
    }
}
