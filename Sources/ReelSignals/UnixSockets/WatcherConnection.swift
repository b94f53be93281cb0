import NIOCore
import Synchronization

/// A connection to which events are sent, and how many of them wait for it to read.
final class WatcherConnection: Sendable {
    private let channel: any Channel
    private let waiting = Atomic(0)

    /// Events that may wait; with more the connection is cut, and who watches comes back and reads the store.
    static let backlog = 4096

    init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Sends a line without waiting. Lines arrive in the order of the calls.
    func send(_ line: ByteBuffer) {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.backlog else {
            channel.close(promise: nil)
            return
        }
        channel.writeAndFlush(line).whenComplete { [self] _ in
            waiting.subtract(1, ordering: .relaxed)
        }
    }
}
