import Foundation
import Logging
import ReelCore
import ReelStore
import ServiceLifecycle
import Synchronization

/// Who watches which job, and the one place where their news comes together: events from the runners, snapshots from the
/// store. Reads of one job that are asked for while it is being read become one further read.
package final class JobSubscriptions: Service {
    package typealias Deliver = @Sendable (JobUpdate) -> Void

    private struct Watched {
        var deliver: [ObjectIdentifier: Deliver] = [:]
        /// The newest event that was delivered with nothing missing before it.
        var told: Int64 = -1
        var isBeingRead = false
        var isToBeReadAgain = false
    }

    /// Reads block, so they happen on the actor's own thread.
    private let store: AsyncStore
    private let pollInterval: Duration
    private let logger: Logger
    private let watched = Mutex<[JobID: Watched]>([:])
    private let reads: AsyncStream<JobID>
    private let requestRead: AsyncStream<JobID>.Continuation

    package init(store: any Store, pollInterval: Duration, logger: Logger) {
        self.store = AsyncStore(store)
        self.pollInterval = pollInterval
        self.logger = logger
        // At most one entry for each watched job.
        (reads, requestRead) = AsyncStream.makeStream()
    }

    // MARK: Watchers

    /// Delivers the job's news to `watcher` from now on, and soon a snapshot of it. `deliver` is called from many tasks and
    /// must not block.
    package func watch(_ id: JobID, by watcher: AnyObject, deliver: @escaping Deliver) {
        watched.withLock { $0[id, default: Watched()].deliver[ObjectIdentifier(watcher)] = deliver }
        read(id)
    }

    package func unwatch(_ id: JobID, by watcher: AnyObject) {
        watched.withLock {
            $0[id]?.deliver[ObjectIdentifier(watcher)] = nil
            if $0[id]?.deliver.isEmpty == true { $0[id] = nil }
        }
    }

    /// Sends a snapshot of the job to all who watch it.
    package func read(_ id: JobID) {
        let isNew = watched.withLock { watched -> Bool in
            guard let wasBeingRead = watched[id]?.isBeingRead else { return false }
            watched[id]?.isBeingRead = true
            watched[id]?.isToBeReadAgain = wasBeingRead
            return !wasBeingRead
        }
        if isNew { requestRead.yield(id) }
    }

    // MARK: News

    /// What a runner says, for those who watch the job.
    package func publish(_ event: RunnerEvent) {
        let isWatched = watched.withLock { watched -> Bool in
            guard let told = watched[event.jobID]?.told else { return false }
            if event.seq == told + 1 { watched[event.jobID]?.told = event.seq }
            return true
        }
        guard isWatched else { return }
        deliver(JobMessage(event).map(JobUpdate.event) ?? .gap(event.jobID, seq: event.seq), to: event.jobID)
    }

    /// Events may have been missed: a runner has come or gone.
    package func readAll() {
        for id in watched.withLock({ Array($0.keys) }) { read(id) }
    }

    private func deliver(_ update: JobUpdate, to id: JobID) {
        for deliver in watched.withLock({ Array($0[id]?.deliver.values ?? [:].values) }) { deliver(update) }
    }

    // MARK: The store

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingDiscardingTaskGroup { group in
                    group.addTask { for await id in self.reads { await self.answerRead(id) } }
                    group.addTask { try await self.poll() }
                }
            }
        } catch is CancellationError {
            // Asked to end.
        }
    }

    private func answerRead(_ id: JobID) async {
        let update: JobUpdate
        do {
            let snapshot = try await store.perform { try $0.snapshot(of: id) }
            update = snapshot.map { .snapshot(JobSnapshotMessage($0)) } ?? .absent(id)
        } catch {
            logger.warning("a job could not be read", metadata: ["job_id": "\(id)", "error": "\(error)"])
            update = .unreadable(id)
        }
        let again = watched.withLock { watched -> Bool in
            guard var job = watched[id] else { return false }
            if case .snapshot(let snapshot) = update { job.told = max(job.told, snapshot.seq) }
            job.isBeingRead = job.isToBeReadAgain
            job.isToBeReadAgain = false
            watched[id] = job
            return job.isBeingRead
        }
        // A job that was created and watched while it was being read is there the second time.
        if case .absent = update, again {} else { deliver(update, to: id) }
        if again { requestRead.yield(id) }
    }

    /// The safety net: finds what no runner told.
    private func poll() async throws {
        while true {
            try await Task.sleep(for: pollInterval)
            let told = watched.withLock { $0.mapValues(\.told) }
            if told.isEmpty { continue }
            let changed = try await store.perform { store in
                told.filter { id, seq in
                    // What cannot be read now is asked for again in a moment.
                    guard let job = try? store.job(id) else { return false }
                    return job.eventSeq != seq
                }
            }
            for id in changed.keys { read(id) }
        }
    }
}
