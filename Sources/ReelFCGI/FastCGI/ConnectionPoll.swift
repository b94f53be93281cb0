import CFCGI
import Foundation
import Glibc
import Logging
import ReelSocket
import Synchronization

/// Every connection that waits for its next request, and the listener that accepts new ones. Workers take the next connection
/// that has something to read, so that few threads serve the many connections that nginx keeps open.
///
/// A connection belongs either to the poll (it is `idle`) or to the worker that took it; only its owner closes it.
final class ConnectionPoll: Sendable {
    private let epoll: Int32
    /// Readable for ever once the poll is stopping.
    private let stopEvent: Int32
    private let listener: ListeningSocket
    private let settings: FCGISettings
    private let logger: Logger
    private let state = Mutex(State())
    /// Whether the listener is open. Held by whoever accepts, so that nobody accepts from a descriptor that was closed.
    private let isOpen = Mutex(true)

    private struct State {
        var idle: Set<Int32> = []
        /// Idle ones and those that workers have.
        var open = 0
        /// Whether the listener is left unwatched because too many connections are open.
        var isFull = false
        /// When set, the poll is stopping and waits until then for requests that were on their way.
        var deadline: ContinuousClock.Instant?
    }

    /// nginx writes a request as soon as it has connected; a connection that is silent for this long has none.
    private static let drainTime: Duration = .milliseconds(200)

    init(listener: ListeningSocket, settings: FCGISettings, logger: Logger) throws {
        self.listener = listener
        self.settings = settings
        self.logger = logger
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        stopEvent = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard epoll >= 0, stopEvent >= 0 else { throw UnixSocketError("epoll", path: nil, errno: errno) }
        watch(stopEvent, EPOLL_CTL_ADD, once: false)
        watch(listener.descriptor, EPOLL_CTL_ADD)
    }

    deinit {
        close(epoll)
        close(stopEvent)
    }

    /// Waits for a connection that has something to read; it belongs to the caller until `returnIdle` or `connectionClosed`.
    ///
    /// - Returns: `nil` when the poll has stopped and nothing is left to do.
    func next() -> Int32? {
        while state.withLock({ $0.deadline == nil }) {
            var event = epoll_event()
            let count = epoll_wait(epoll, &event, 1, -1)
            if count < 0 && errno != EINTR {
                logger.critical("epoll_wait: \(String(cString: strerror(errno)))")
                return nil
            }
            guard count == 1 else { continue }
            switch event.data.fd {
            case stopEvent: break
            case listener.descriptor: accept()
            case let connection:
                if state.withLock({ $0.idle.remove(connection) }) != nil { return connection }
            }
        }
        return nextWhileStopping()
    }

    /// The connection has been answered and is kept open: it waits for its next request.
    func returnIdle(_ connection: Int32) {
        let isKept = state.withLock { state in
            guard state.deadline == nil else { return false }
            state.idle.insert(connection)
            return true
        }
        if isKept {
            watch(connection, EPOLL_CTL_MOD)
        } else {
            close(connection)
            connectionClosed()
        }
    }

    /// A connection that a worker had is closed.
    func connectionClosed() {
        let wasFull = state.withLock { state in
            state.open -= 1
            defer { state.isFull = false }
            return state.isFull && state.deadline == nil
        }
        if wasFull { isOpen.withLock { if $0 { watch(listener.descriptor, EPOLL_CTL_MOD) } } }
    }

    /// Accepts only connections that wait at the listener already; their requests and those on their way are served.
    func stop() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            listener.unpublish()
            if listener.losesBacklog { while admit() {} }
            close(listener.descriptor)
            state.withLock { $0.deadline = .now + Self.drainTime }
            eventfd_write(stopEvent, 1)
        }
    }

    // MARK: -

    private func accept() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            repeat {
                let isFull = state.withLock { state in
                    state.isFull = state.open >= settings.connections
                    return state.isFull
                }
                if isFull { return }
            } while admit()
            watch(listener.descriptor, EPOLL_CTL_MOD)
        }
    }

    /// - Returns: whether there may be more at the listener.
    private func admit() -> Bool {
        let connection = reel_accept(listener.descriptor, Int32(SOCK_CLOEXEC.rawValue))
        guard connection >= 0 else {
            switch errno {
            case EINTR, ECONNABORTED: return true
            case EMFILE, ENFILE, ENOMEM, ENOBUFS:
                logger.error("no connection can be accepted: \(String(cString: strerror(errno)))")
                usleep(50_000)  // The event comes again at once; a descriptor may take a moment to become free.
                return false
            default: return false
            }
        }
        limitWaiting(on: connection)
        state.withLock { state in
            state.open += 1
            state.idle.insert(connection)
        }
        watch(connection, EPOLL_CTL_ADD)
        return true
    }

    /// Reads and writes inside libfcgi have no time limit, so the socket gets one.
    private func limitWaiting(on connection: Int32) {
        let (seconds, attoseconds) = settings.timeout.components
        var limit = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    /// Each idle connection in turn, if it speaks up before the deadline; the others are closed.
    private func nextWhileStopping() -> Int32? {
        while let (connection, deadline) = state.withLock({ state in
            state.idle.popFirst().map { ($0, state.deadline ?? .now) }
        }) {
            var question = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            let left = max(.zero, ContinuousClock.now.duration(to: deadline))
            if poll(&question, 1, Int32(left / .milliseconds(1))) == 1 { return connection }
            close(connection)
            connectionClosed()
        }
        return nil
    }

    /// With `once`, the event comes to one worker only and not again before the descriptor is watched anew.
    private func watch(_ descriptor: Int32, _ operation: Int32, once: Bool = true) {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (once ? EPOLLONESHOT.rawValue : 0)
        event.data.fd = descriptor
        if epoll_ctl(epoll, operation, descriptor, &event) != 0 {
            logger.error("epoll_ctl: \(String(cString: strerror(errno)))")
        }
    }
}
