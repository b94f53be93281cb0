import Configuration
import Foundation
import ReelCore
import ReelPipeline
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
    /// Seconds of CPU after which the kernel ends an attempt that its own watchdog did not end.
    package var attemptCPU: Int
    package var reserve: DiskReserve
    package var keep: KeepSettings

    package init(_ config: ConfigReader) throws {
        home = try HomeSettings(config)
        let settings = SettingsReader(config)
        jobs = try settings.int("jobs", in: 1...256, default: Self.defaultJobs)
        lease = .seconds(try settings.int("lease.seconds", in: 1...3_600, default: 20))
        stopGrace = .seconds(try settings.int("stop.grace", in: 1...3_600, default: 10))
        attemptTimeout = .seconds(try settings.int("attempt.timeout", in: 1...86_400, default: 1_800))
        attemptMemory = try settings.int("attempt.memory", in: 256...1 << 24, default: 4_096) << 20
        reserve = try DiskReserve(config)
        keep = try KeepSettings(config)
        // Read by the attempts; what cannot be used ends the daemon at its start instead of failing each job.
        attemptCPU = Int(try PipelineSettings(config).budgets.total) + 60
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
/// | `keep.jobs` | `REEL_KEEP_JOBS` | 90 | days for which events, attempts and idempotency keys of completed jobs are kept, and their records when the video was deleted |
/// | `keep.videos` | `REEL_KEEP_VIDEOS` | for ever | days after which finished videos are deleted |
package struct KeepSettings: Sendable {
    package var cacheBytes: Int
    package var failedDays: Int
    package var jobDays: Int
    package var videoDays: Int?

    package init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        cacheBytes = try settings.int("keep.cache", in: 1...1 << 40, default: 8_192) << 20
        failedDays = try settings.int("keep.failed", in: 1...36_500, default: 30)
        jobDays = try settings.int("keep.jobs", in: 1...36_500, default: 90)
        videoDays = try settings.int("keep.videos", in: 1...36_500)
    }
}
