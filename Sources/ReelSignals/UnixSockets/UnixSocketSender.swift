import Foundation
import Glibc
import Logging
import ReelCore
import ReelSocket

/// Finds the runners in their folder and sends them commands. Nothing here waits: a runner that hangs or is dead costs a
/// few microseconds.
struct UnixSocketSender: CommandSender {
    private let folder: RunnerFolder
    private let logger: Logger

    /// - Parameter folder: `HomeLayout.runners`.
    init(folder: URL, logger: Logger) {
        self.folder = RunnerFolder(folder)
        self.logger = logger
    }

    func tell(_ command: RunnerCommand) {
        let sockets = folder.sockets()
        guard !sockets.isEmpty, let line = try? WireCoding.encodeLine(command) else { return }
        for path in sockets {
            do {
                try Self.send(line, to: path)
            } catch {
                // Expected of a runner that was killed: its socket file stays until the next runner removes it.
                logger.debug("a runner was not told", metadata: ["socket": "\(path)", "reason": "\(error)"])
            }
        }
    }

    /// On a Unix socket a connect that does not block succeeds at once or not at all, and what was written is read even
    /// if the writer has gone.
    private static func send(_ line: Data, to path: String) throws {
        let socket = try UnixSocket.make(nonBlocking: true)
        defer { close(socket) }
        try UnixSocket.connect(socket, to: path)
        let sent = line.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == line.count else { throw UnixSocketError("send", path: path, errno: errno) }
    }
}
