@preconcurrency import Dispatch
import Synchronization

/// Requests that have come whole and wait for a thread that answers them.
final class RequestQueue: Sendable {
    private struct State {
        var waiting: [(connection: FCGIConnection, request: Request)] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// The connection belongs to the queue from here on.
    func add(_ connection: FCGIConnection, _ request: Request) {
        state.withLock { $0.waiting.append((connection, request)) }
        signal.signal()
    }

    /// Blocks until there is something to do.
    ///
    /// - Returns: `nil` when the queue is closed and empty.
    func next() -> (connection: FCGIConnection, request: Request)? {
        signal.wait()
        return state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            // Each of the waiting threads shall see that the queue is closed.
            if state.isClosed { signal.signal() }
            return nil
        }
    }

    /// Nothing is added any more.
    func close() {
        state.withLock { $0.isClosed = true }
        signal.signal()
    }
}
