import Foundation
import Glibc
import ReelSocket
import Synchronization

/// Whether the bridge listens at its socket. A connection is tried without waiting for anybody, and at most once a second,
/// because the bridge has to accept and drop it: who asks for `/health` often shall not keep it busy.
final class BridgePresence: Sendable {
    private struct Answer {
        var isThere: Bool
        var asked: ContinuousClock.Instant
    }

    private let socket: URL
    private let last = Mutex<Answer?>(nil)
    private static let validity = Duration.seconds(1)

    init(socket: URL) {
        self.socket = socket
    }

    func isThere() -> Bool {
        last.withLock { last in
            if let last, .now - last.asked < Self.validity { return last.isThere }
            let answer = Answer(isThere: answers(), asked: .now)
            last = answer
            return answer.isThere
        }
    }

    /// A socket that systemd holds for a bridge that is to be started counts as one that answers: connections wait there.
    private func answers() -> Bool {
        guard let connection = try? UnixSocket.make(nonBlocking: true) else { return false }
        defer { close(connection) }
        do {
            try UnixSocket.connect(connection, to: socket.path)
            return true
        } catch {
            // Somebody listens, and has more connections waiting than there is room for.
            return (error as? UnixSocketError)?.code == EAGAIN
        }
    }
}
