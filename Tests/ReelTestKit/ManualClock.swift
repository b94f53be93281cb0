import Foundation
import ReelDB
import ReelStore
import Synchronization

/// The two clocks of a store, moved by hand. Starts at 2025-10-27 10:30:00 UTC, one hour after the machine did.
public final class ManualClock: Sendable {
    private struct State {
        var now = Date(timeIntervalSince1970: 1_761_561_000)
        var uptime: Int64 = 3_600_000
    }

    private let state = Mutex(State())
    private let bootID: String

    public init(bootID: String = "boot-1") {
        self.bootID = bootID
    }

    /// What a store is opened with.
    public var storeClock: StoreClock {
        StoreClock(
            now: { self.state.withLock { $0.now } }, uptime: { self.state.withLock { $0.uptime } }, bootID: bootID)
    }

    public var now: Date { state.withLock { $0.now } }

    /// Both clocks go on, as they do.
    public func advance(by duration: Duration) {
        let milliseconds = duration / .milliseconds(1)
        state.withLock {
            $0.now += milliseconds / 1000
            $0.uptime += Int64(milliseconds)
        }
    }

    /// Somebody sets the wall clock.
    public func setWallClock(to date: Date) {
        state.withLock { $0.now = date }
    }
}
