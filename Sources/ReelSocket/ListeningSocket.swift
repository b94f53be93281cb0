import Foundation
import Glibc

/// The Unix socket at which nginx finds a process of ours: bound by it, or taken over from systemd, which then owns the
/// file.
package struct ListeningSocket: Sendable {
    package let descriptor: Int32
    /// What we bound and must remove; `nil` when systemd made it.
    private let file: BoundFile?

    private struct BoundFile: Sendable {
        var path: String
        var device: dev_t
        var inode: ino_t
        /// Numbers of inodes are used again at once; with the instant of creation they are not.
        var created: timespec

        init(_ path: String, _ status: stat) {
            self.path = path
            device = status.st_dev
            inode = status.st_ino
            created = status.st_mtim
        }

        func isStill(_ status: stat) -> Bool {
            status.st_dev == device && status.st_ino == inode && status.st_mtim.tv_sec == created.tv_sec
                && status.st_mtim.tv_nsec == created.tv_nsec
        }
    }

    /// Connections that may wait to be accepted; the kernel cuts it at `net.core.somaxconn`.
    package static let backlog: Int32 = 1024

    /// The socket that systemd passed (sd_listen_fds(3)), or one bound at `path`.
    package static func open(
        at path: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> ListeningSocket {
        try inherited(environment) ?? bind(at: path)
    }

    /// Takes the first descriptor that systemd passed to this process.
    ///
    /// - Returns: `nil` when none was passed.
    private static func inherited(_ environment: [String: String]) throws -> ListeningSocket? {
        guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap(Int.init),
            count > 0
        else { return nil }
        let first: Int32 = 3
        guard count == 1, isListeningUnixSocket(first) else { throw ListenError.badInheritance(count) }
        _ = fcntl(first, F_SETFD, FD_CLOEXEC)
        try makeNonBlocking(first)
        return ListeningSocket(descriptor: first, file: nil)
    }

    private static func isListeningUnixSocket(_ descriptor: Int32) -> Bool {
        func option(_ name: Int32) -> Int32? {
            var value: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
        }
        return option(SO_DOMAIN) == AF_UNIX && option(SO_TYPE) == Int32(SOCK_STREAM.rawValue)
            && option(SO_ACCEPTCONN) == 1
    }

    /// Binds with mode 0660, for our group, which nginx belongs to: whoever may connect is trusted.
    private static func bind(at path: String) throws -> ListeningSocket {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw ListenError.cannotMakeFolder(folder.path)
        }
        // Two processes that start at once must not each remove the other's socket as stale.
        let lock = Glibc.open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw UnixSocketError("lock", path: folder.path, errno: errno)
        }
        defer { close(lock) }
        try removeStaleFile(at: path)

        let socket = try UnixSocket.make(nonBlocking: true)
        do {
            return ListeningSocket(descriptor: socket, file: try publish(socket, at: path, in: folder))
        } catch {
            close(socket)
            if let error = error as? UnixSocketError {
                throw ListenError.cannotBind(path: path, reason: error.description)
            }
            throw error
        }
    }

    /// Listens at another name of the folder first and renames it then, so that whoever sees the file can connect. The folder
    /// is locked, so that the name is nobody else's.
    private static func publish(_ socket: Int32, at path: String, in folder: URL) throws -> BoundFile {
        try UnixSocket.checkLength(of: path)
        let first = folder.appending(path: ".new.sock").path
        unlink(first)
        // The file takes its mode from the socket, less the umask; it is never more open than 0660.
        guard fchmod(socket, 0o660) == 0 else { throw UnixSocketError("fchmod", path: path, errno: errno) }
        try UnixSocket.bind(socket, to: first)
        var status = stat()
        guard chmod(first, 0o660) == 0, listen(socket, backlog) == 0, rename(first, path) == 0,
            lstat(path, &status) == 0
        else {
            let error = UnixSocketError("listen", path: path, errno: errno)
            unlink(first)
            throw error
        }
        return BoundFile(path, status)
    }

    /// Removes a socket file that nobody answers at.
    ///
    /// - Throws: `ListenError` when somebody does, or when it is something else.
    private static func removeStaleFile(at path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw ListenError.notASocket(path: path) }
        let probe = try UnixSocket.make(nonBlocking: true)
        defer { close(probe) }
        do {
            try UnixSocket.connect(probe, to: path)
        } catch let error as UnixSocketError where error.code == ECONNREFUSED {
            unlink(path)
            return
        } catch let error as UnixSocketError where error.code == EAGAIN {
            // Its backlog is full: somebody listens, and is busy.
        } catch {
            throw ListenError.cannotBind(path: path, reason: String(describing: error))
        }
        throw ListenError.inUse(path: path)
    }

    private static func makeNonBlocking(_ descriptor: Int32) throws {
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw UnixSocketError("fcntl", path: nil, errno: errno)
        }
    }

    /// Whether the connections that wait will be lost if we do not take them: systemd keeps its socket, and they wait there
    /// for the next process.
    package var losesBacklog: Bool { file != nil }

    /// Takes the file away, so that nobody comes any more. What has come waits to be accepted. A file that is not ours any
    /// more is left alone.
    package func unpublish() {
        guard let file else { return }
        var status = stat()
        if lstat(file.path, &status) == 0, file.isStill(status) { unlink(file.path) }
    }
}

/// Why a process cannot listen.
package enum ListenError: Error, Hashable, CustomStringConvertible {
    case inUse(path: String)
    case notASocket(path: String)
    case cannotMakeFolder(String)
    case cannotBind(path: String, reason: String)
    case badInheritance(Int)

    package var description: String {
        switch self {
        case .inUse(let path):
            "Another process answers at \(path) already. Stop it, or give this one another REEL_HOME."
        case .notASocket(let path):
            "\(path) is in the way: it is not a socket. Remove it, or set another REEL_HOME."
        case .cannotMakeFolder(let path):
            "The folder \(path) for the socket cannot be made. Check who owns the one above it, or set another REEL_HOME."
        case .cannotBind(let path, let reason):
            "Nobody can listen at \(path) (\(reason)). Check who owns the folder, and that the path has fewer "
                + "than 108 bytes."
        case .badInheritance(let count):
            "systemd passed \(count) descriptors; exactly one is needed, a listening Unix stream socket "
                + "(ListenStream= in its .socket unit)."
        }
    }
}
