import Configuration
import Foundation
import ReelCore
import ReelSettings

/// What the daemon needs to know.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `jobs` | `REEL_JOBS` | half the cores, and one for each 2 GiB of memory | jobs at once on this machine |
/// | `lease.seconds` | `REEL_LEASE_SECONDS` | 20 | how long a claim lasts without a heartbeat |
/// | `stop.grace` | `REEL_STOP_GRACE` | 10 | seconds for which running segments may go on after SIGTERM |
/// | `attempt.timeout` | `REEL_ATTEMPT_TIMEOUT` | 1800 | seconds after which an attempt is given up |
/// | `attempt.memory` | `REEL_ATTEMPT_MEMORY` | 4096 | MiB of address space for each process of an attempt |
public struct RunnerSettings: Sendable {
    package var home: HomeSettings
    /// One job keeps about two cores busy, because its segments are encoded in parallel. All runners of the machine
    /// together never work on more.
    package var jobs: Int
    /// Three heartbeats fit into a lease, so that one that comes late costs nothing.
    package var lease: Duration
    package var stopGrace: Duration
    package var attemptTimeout: Duration
    package var attemptMemory: Int
    package var reserve: DiskReserve
    package var keep: KeepSettings

    package init(_ config: ConfigReader) throws {
        home = HomeSettings(config)
        jobs = try config.positive("jobs", default: Self.defaultJobs)
        lease = .seconds(try config.positive("lease.seconds", default: 20))
        stopGrace = .seconds(try config.positive("stop.grace", default: 10))
        attemptTimeout = .seconds(try config.positive("attempt.timeout", default: 1800))
        attemptMemory = try config.positive("attempt.memory", default: 4096) << 20
        reserve = try DiskReserve(config)
        keep = try KeepSettings(config)
    }

    package var heartbeat: Duration { lease / 4 }

    private static var defaultJobs: Int {
        let machine = ProcessInfo.processInfo
        return max(1, min(machine.activeProcessorCount / 2, Int(machine.physicalMemory >> 31)))
    }
}

/// What is kept, and for how long.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `keep.cache` | `REEL_KEEP_CACHE` | 8192 | MiB of narrations, pictures and segments kept for later |
/// | `keep.failed` | `REEL_KEEP_FAILED` | 30 | days for which the records of failed and cancelled jobs are kept |
/// | `keep.videos` | `REEL_KEEP_VIDEOS` | for ever | days after which finished videos are deleted |
package struct KeepSettings: Sendable {
    package var cacheBytes: Int
    package var failedDays: Int
    package var videoDays: Int?

    package init(_ config: ConfigReader) throws {
        cacheBytes = try config.positive("keep.cache", default: 8192) << 20
        failedDays = try config.positive("keep.failed", default: 30)
        let days = try config.positive("keep.videos", default: .max)
        videoDays = days == .max ? nil : days
    }
}
