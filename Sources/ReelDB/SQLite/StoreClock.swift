import Foundation
import ReelCore
import ReelStore

/// The two clocks of a store: the wall clock for what people read, the boot clock for leases.
///
/// Leases must not care when somebody sets the time, so they run on `CLOCK_BOOTTIME`, which only goes forward, also
/// while the machine sleeps. It starts again with each boot, so a lease also names the boot it belongs to.
public struct StoreClock: Sendable {
    /// The wall clock.
    public var now: @Sendable () -> Date
    /// Milliseconds since this machine started.
    public var uptime: @Sendable () -> Int64
    /// Random, one for each boot of the machine.
    public var bootID: String

    public init(now: @escaping @Sendable () -> Date, uptime: @escaping @Sendable () -> Int64, bootID: String) {
        self.now = now
        self.uptime = uptime
        self.bootID = bootID
    }

    /// This machine's own clocks.
    ///
    /// - Throws: `StoreError` where there is no `/proc/sys/kernel/random/boot_id`. Guessing would be worse: a lease of
    ///   the boot before could then look current for days.
    public static func system() throws -> StoreClock {
        let bootID: String
        do {
            bootID = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        } catch {
            throw StoreError(.failed, operation: "reading this machine's boot id", cause: String(describing: error))
        }
        return StoreClock(
            now: { Date() },
            uptime: {
                var time = timespec()
                clock_gettime(CLOCK_BOOTTIME, &time)
                return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
            },
            bootID: bootID.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

extension Duration {
    /// Whole milliseconds, towards zero.
    package var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
