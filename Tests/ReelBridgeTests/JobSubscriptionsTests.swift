@preconcurrency import Dispatch
import Foundation
import Logging
import ReelBridge
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// How the store is asked for what no runner has told.
@Suite struct JobSubscriptionsTests {
    /// The question about all watched jobs reads no rows, and whoever subscribes meanwhile does not wait for its answer.
    @Test func aPollThatHangsDelaysNoSnapshot() async throws {
        try await withTemporaryFolder { folder in
            let store = try StoreEngines.open(folder.appending(path: "reelcraft.db"), StoreOptions(readers: 2))
            let log = HeldEventLog(store)
            defer { log.release() }
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let subscriptions = JobSubscriptions(store: log, pollInterval: .milliseconds(1), logger: logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await subscriptions.run() }
                let watcher = Watcher()
                let first = try store.createJob(JobRequest(url: "https://example.org/first"))
                subscriptions.watch(first.id, by: watcher) { watcher.receive($0) }
                try await eventually("the poll") { log.isHolding }

                let second = try store.createJob(JobRequest(url: "https://example.org/second"))
                subscriptions.watch(second.id, by: watcher) { watcher.receive($0) }
                try await eventually("the second job's snapshot") { watcher.snapshots.contains(second.id) }
                #expect(log.isHolding)

                // What changed without a word of a runner is read.
                let before = watcher.snapshots.count { $0 == second.id }
                _ = try store.cancel(second.id)
                log.release()
                try await eventually("the change") { watcher.snapshots.count { $0 == second.id } > before }
                group.cancelAll()
            }
        }
    }
}

/// A store whose answer about changes is held back.
private final class HeldEventLog: EventLog {
    private enum State { case open, holding, released }

    private let log: any EventLog
    private let state = Mutex(State.open)
    private let gate = DispatchSemaphore(value: 0)

    init(_ log: any EventLog) { self.log = log }

    var isHolding: Bool { state.withLock { $0 == .holding } }

    func release() {
        let isHeld = state.withLock { state in
            defer { state = .released }
            return state == .holding
        }
        if isHeld { gate.signal() }
    }

    func snapshot(of id: JobID) throws -> JobSnapshot? { try log.snapshot(of: id) }

    func eventSeqs(of ids: [JobID]) throws -> [JobID: Int64] {
        let isHeld = state.withLock { state in
            if state == .open { state = .holding }
            return state == .holding
        }
        if isHeld { gate.wait() }
        return try log.eventSeqs(of: ids)
    }
}

private final class Watcher: Sendable {
    private let list = Mutex<[JobID]>([])

    /// Whose snapshots came, in order.
    var snapshots: [JobID] { list.withLock { $0 } }

    func receive(_ update: JobUpdate) {
        if case .snapshot(let snapshot) = update { list.withLock { $0.append(snapshot.jobID) } }
    }
}
