import CFCGI
import Foundation
import Glibc
import Logging
import ReelSocket
import Synchronization

/// Every connection that waits for its peer, and the listener that accepts new ones. Gives the next connection whose peer has
/// sent something, or can take more of its answer; closes those whose deadline has passed.
///
/// A connection belongs either to the poll or to the thread that took it; only its owner closes it.
final class ConnectionPoll: Sendable {
    private let epoll: Int32
    /// Expires when deadlines are to be looked at.
    private let timer: Int32
    /// Readable for ever once the poll is stopping and the last connection has closed.
    private let endEvent: Int32
    private let listener: ListeningSocket
    private let settings: FCGISettings
    private let longBodies = LongBodies(most: 2)
    private let logger: Logger
    private let state = Mutex(State())
    /// Whether the listener is open. Held by whoever accepts, so that nobody accepts from a descriptor that was closed.
    private let isOpen = Mutex(true)

    private struct State {
        /// By descriptor.
        var waiting: [Int32: FCGIConnection] = [:]
        /// Those that wait and those that threads have.
        var open = 0
        /// Whether the listener is left unwatched because too many connections are open.
        var isFull = false
        var isStopping = false
        var isTimerSet = false
    }

    /// nginx writes a request as soon as it has connected; a connection that is silent for this long has none.
    private static let drainTime: Duration = .milliseconds(200)
    /// Nanoseconds by which a deadline may be missed.
    private static let tolerance = 100_000_000

    init(listener: ListeningSocket, settings: FCGISettings, logger: Logger) throws {
        self.listener = listener
        self.settings = settings
        self.logger = logger
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        endEvent = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard epoll >= 0, timer >= 0, endEvent >= 0 else { throw UnixSocketError("epoll", path: nil, errno: errno) }
        watch(endEvent, EPOLL_CTL_ADD, once: false)
        watch(timer, EPOLL_CTL_ADD, once: false)
        watch(listener.descriptor, EPOLL_CTL_ADD)
    }

    deinit {
        for descriptor in [epoll, timer, endEvent] { Glibc.close(descriptor) }
    }

    /// Waits for a connection whose peer has done something; it belongs to the caller until `wait` or `close`. For one thread.
    ///
    /// - Returns: `nil` when the poll has stopped and all connections are closed.
    func next() -> FCGIConnection? {
        while true {
            var event = epoll_event()
            let count = epoll_wait(epoll, &event, 1, -1)
            if count < 0 && errno != EINTR {
                logger.critical("epoll_wait: \(String(cString: strerror(errno)))")
                return nil
            }
            guard count == 1 else { continue }
            switch event.data.fd {
            case endEvent: return nil
            case timer: closeOverdue()
            case listener.descriptor: accept()
            case let descriptor:
                if let connection = state.withLock({ $0.waiting.removeValue(forKey: descriptor) }) { return connection }
            }
        }
    }

    /// The connection belongs to the poll until its peer does something.
    func wait(_ connection: FCGIConnection) {
        let isKept = state.withLock { state in
            // Its next request would come too late.
            if state.isStopping, connection.deadline == nil { return false }
            add(connection, EPOLL_CTL_MOD, to: &state)
            return true
        }
        if !isKept { close(connection) }
    }

    /// Closes a connection that a thread had.
    func close(_ connection: FCGIConnection) {
        Glibc.close(connection.descriptor)
        let wasFull = state.withLock { state in
            forget(1, in: &state)
            defer { state.isFull = false }
            return state.isFull && !state.isStopping
        }
        if wasFull { isOpen.withLock { if $0 { watch(listener.descriptor, EPOLL_CTL_MOD) } } }
    }

    /// Accepts only connections that wait at the listener already. What has begun on a connection may go on until its
    /// deadline; one between two requests is closed in a moment.
    func stop() {
        isOpen.withLock { isOpen in
            guard isOpen else { return }
            isOpen = false
            listener.unpublish()
            if listener.losesBacklog { while admit() {} }
            Glibc.close(listener.descriptor)
            state.withLock { state in
                state.isStopping = true
                let deadline = ContinuousClock.now + Self.drainTime
                for descriptor in state.waiting.keys { state.waiting[descriptor]?.expire(by: deadline) }
                setTimer(&state)
                forget(0, in: &state)
            }
        }
    }

    // MARK: Accepting

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
        let descriptor = reel_accept(listener.descriptor, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
        guard descriptor >= 0 else {
            switch errno {
            case EINTR, ECONNABORTED: return true
            case EMFILE, ENFILE, ENOMEM, ENOBUFS:
                logger.error("no connection can be accepted: \(String(cString: strerror(errno)))")
                usleep(50_000)  // The event comes again at once; a descriptor may take a moment to become free.
                return false
            default: return false
            }
        }
        state.withLock { state in
            state.open += 1
            add(
                FCGIConnection(descriptor: descriptor, settings: settings, longBodies: longBodies), EPOLL_CTL_ADD,
                to: &state)
        }
        return true
    }

    // MARK: Waiting

    /// Under the lock, so that nobody closes the descriptor before it is watched.
    private func add(_ connection: FCGIConnection, _ operation: Int32, to state: inout State) {
        state.waiting[connection.descriptor] = connection
        watch(connection.descriptor, operation, for: connection.isSending ? EPOLLOUT : EPOLLIN)
        if connection.deadline != nil { setTimer(&state) }
    }

    private func closeOverdue() {
        var expirations: UInt64 = 0
        // Else it would stay readable.
        guard read(timer, &expirations, MemoryLayout<UInt64>.size) > 0 else { return }
        let now = ContinuousClock.now
        let overdue = state.withLock { state in
            state.isTimerSet = false
            let overdue = state.waiting.values.filter { $0.deadline.map { $0 <= now } ?? false }
            for connection in overdue { state.waiting[connection.descriptor] = nil }
            if state.waiting.values.contains(where: { $0.deadline != nil }) { setTimer(&state) }
            return overdue
        }
        for connection in overdue {
            logger.debug("a connection is closed: its peer was too slow")
            close(connection)
        }
    }

    private func setTimer(_ state: inout State) {
        if state.isTimerSet { return }
        var time = itimerspec(it_interval: timespec(), it_value: timespec(tv_sec: 0, tv_nsec: Self.tolerance))
        state.isTimerSet = timerfd_settime(timer, 0, &time, nil) == 0
    }

    private func forget(_ count: Int, in state: inout State) {
        state.open -= count
        if state.isStopping, state.open == 0 { eventfd_write(endEvent, 1) }
    }

    /// With `once`, the event comes once and not again before the descriptor is watched anew.
    private func watch(
        _ descriptor: Int32, _ operation: Int32, for events: EPOLL_EVENTS = EPOLLIN, once: Bool = true
    ) {
        var event = epoll_event()
        event.events = events.rawValue | (once ? EPOLLONESHOT.rawValue : 0)
        event.data.fd = descriptor
        if epoll_ctl(epoll, operation, descriptor, &event) != 0 {
            logger.error("epoll_ctl: \(String(cString: strerror(errno)))")
        }
    }
}
