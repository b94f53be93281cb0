import Foundation
import Glibc
import ReelSocket

/// By what one sees from outside that a process is ready.
package enum Readiness: Sendable {
    /// It answers at a Unix socket.
    case socket(String)
    /// It answers at an address that nginx listens on.
    case port(ListenAddress)
    /// It holds a lock on a file of this folder whose name ends in `.lock`: how runners say that they live.
    case lock(in: URL)

    package func holds(of process: pid_t) -> Bool {
        switch self {
        case .socket(let path):
            guard let socket = try? UnixSocket.make(nonBlocking: true) else { return false }
            defer { close(socket) }
            return (try? UnixSocket.connect(socket, to: path)) != nil
        case .port(let address):
            return address.answers()
        case .lock(let folder):
            return Self.holdsLock(process, in: folder)
        }
    }

    /// `/proc/locks` has a line for each lock: "1: FLOCK  ADVISORY  WRITE 4711 fe:01:131090 0 EOF". Asked there and not by
    /// trying, so that nobody is kept from taking the lock.
    private static func holdsLock(_ process: pid_t, in folder: URL) -> Bool {
        guard let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else { return false }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let inodes = Set(
            files.filter { $0.hasSuffix(".lock") }.compactMap { name -> String? in
                var status = stat()
                guard stat(folder.appending(path: name).path, &status) == 0 else { return nil }
                return String(status.st_ino)
            })
        return locks.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            guard fields.count > 5, fields[4] == "\(process)", let inode = fields[5].split(separator: ":").last else {
                return false
            }
            return fields[1] == "FLOCK" && inodes.contains(String(inode))
        }
    }
}
