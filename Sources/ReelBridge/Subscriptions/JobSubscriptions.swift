import Foundation
import Logging
import ReelCore
import ReelStore
import ServiceLifecycle
import Synchronization

/// Which jobs are watched by whom. Events of the runners and snapshots of the store come together here and are delivered
/// to the subscribers. Reads of one job that are asked for while it is being read become one further read.
package final class JobSubscriptions: Service {
    package typealias Deliver = @Sendable (JobUpdate) -> Void

    private struct Watched {
        var deliver: [ObjectIdentifier: Deliver] = [:]
        /// The newest event that was delivered with nothing missing before it.
        var delivered: Int64 = -1
        var isBeingRead = false
        var isToBeReadAgain = false
    }

    /// Reads block, so they happen on a thread of their own: snapshots on one, the poll on another, so that a client who
    /// subscribes does not wait for a question about thousands of jobs.
    private let snapshots: AsyncStoreAccess<any EventLog>
    private let changes: AsyncStoreAccess<any EventLog>
    private let pollInterval: Duration
    private let logger: Logger
    private let watched = Mutex<[JobID: Watched]>([:])
    private let reads: AsyncStream<JobID>
    private let requestRead: AsyncStream<JobID>.Continuation

    package init(store: any EventLog, pollInterval: Duration, logger: Logger) {
        snapshots = AsyncStoreAccess(store)
        changes = AsyncStoreAccess(store)
        self.pollInterval = pollInterval
        self.logger = logger
        // At most one entry for each watched job.
        (reads, requestRead) = AsyncStream.makeStream()
    }

    // MARK: Subscribers

    /// Delivers the job's updates to `watcher` from now on, and soon a snapshot of it. `deliver` is called from many tasks and
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

    // MARK: Events

    /// Delivers what a runner published to those who watch the job.
    package func publish(_ event: JobEvent) {
        let isWatched = watched.withLock { watched -> Bool in
            guard let delivered = watched[event.jobID]?.delivered else { return false }
            if event.seq == delivered + 1 { watched[event.jobID]?.delivered = event.seq }
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
            let snapshot = try await snapshots.perform { try $0.snapshot(of: id) }
            update = snapshot.map { .snapshot(JobSnapshotMessage($0)) } ?? .absent(id)
        } catch {
            logger.warning("a job could not be read", metadata: ["job_id": "\(id)", "error": "\(error)"])
            update = .unreadable(id)
        }
        let again = watched.withLock { watched -> Bool in
            guard var job = watched[id] else { return false }
            if case .snapshot(let snapshot) = update { job.delivered = max(job.delivered, snapshot.seq) }
            job.isBeingRead = job.isToBeReadAgain
            job.isToBeReadAgain = false
            watched[id] = job
            return job.isBeingRead
        }
        // A job that was created and watched while it was being read is there the second time.
        if case .absent = update, again {} else { deliver(update, to: id) }
        if again { requestRead.yield(id) }
    }

    /// Finds changes that no runner's message announced: messages are hints, and each may be lost.
    private func poll() async throws {
        while true {
            try await Task.sleep(for: pollInterval)
            let delivered = watched.withLock { $0.mapValues(\.delivered) }
            if delivered.isEmpty { continue }
            do {
                let current = try await changes.perform { try $0.eventSeqs(of: Array(delivered.keys)) }
                for (id, seq) in current where seq != delivered[id] { read(id) }
            } catch {
                // Asked again after the next interval.
                logger.warning("the store could not be asked for changes", metadata: ["error": "\(error)"])
            }
        }
    }
}
