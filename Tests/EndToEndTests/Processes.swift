import Foundation
import Glibc
import ReelTestKit
import Synchronization

/// The processes of one service.
final class Processes: Sendable {
    // Foundation's Process is not Sendable; every use of one is inside the lock.
    private let running = Mutex<[Service.Part: Process]>([:])

    func add(_ process: sending Process, as part: Service.Part) {
        running.withLock { $0[part] = process }
    }

    func id(of part: Service.Part) -> Int32? {
        running.withLock { $0[part]?.processIdentifier }
    }

    /// Sends a signal and waits for the end.
    func stop(_ part: Service.Part, with signal: Int32) async throws {
        guard let id = running.withLock({ $0[part]?.processIdentifier }) else { return }
        kill(id, signal)
        try await eventually("\(part) to end") { running.withLock { $0[part]?.isRunning == false } }
        running.withLock { $0[part] = nil }
    }

    /// Sends a signal that ends nothing.
    func send(_ signal: Int32, to part: Service.Part) throws {
        guard let id = running.withLock({ $0[part]?.processIdentifier }), kill(id, signal) == 0 else {
            throw Unexpected(what: "\(part) got no signal \(signal)")
        }
    }

    /// Ends what is left, at the end of a test.
    func killAll() {
        running.withLock { parts in
            for process in parts.values where process.isRunning {
                process.terminate()
                // One that a test has stopped hears of it only now.
                kill(process.processIdentifier, SIGCONT)
            }
            for process in parts.values { process.waitUntilExit() }
            parts = [:]
        }
    }
}
