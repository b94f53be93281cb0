import Foundation
import GRDB
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// One writer at a time, whoever it is; readers never wait; nobody waits for ever.
@Suite struct InterProcessWriteLockTests {
    private let request = JobRequest(url: "https://example.org/")

    @Test func whileOneStoreWritesAnotherWaitsAndThenGivesUp() async throws {
        try await withTwoStores(busyTimeout: .milliseconds(50)) { first, second in
            let job = try first.createJob(request)
            try first.write("holding the writeLock") { _ in
                let error = #expect(throws: StoreError.self) { try second.createJob(request) }
                #expect(error?.code == .busy)
                #expect(error?.cause.contains("reelcraft.db.lock") == true)
                // Reading goes on, and so does looking for leases that ran out where there are none.
                let read = try second.job(job.id)
                let expired = try second.releaseExpired()
                #expect(read == job)
                #expect(expired.isEmpty)
            }
            _ = try second.createJob(request)
            #expect(try first.jobs(status: nil, page: Page(limit: 9)).total == 2)
        }
    }

    @Test func twoThreadsOfOneStoreWaitForEachOther() async throws {
        try await withTwoStores(busyTimeout: .milliseconds(50)) { first, _ in
            let outcome = Mutex<StoreError?>(nil)
            try first.write("holding the writeLock") { _ in
                let ended = DispatchSemaphore(value: 0)
                Thread.detachNewThread {
                    defer { ended.signal() }
                    do {
                        _ = try first.createJob(request)
                    } catch {
                        outcome.withLock { $0 = error as? StoreError }
                    }
                }
                ended.wait()
            }
            #expect(outcome.withLock(\.self)?.code == .busy)
            // What gave up is not done later, behind its back.
            #expect(try first.jobs(status: nil, page: Page(limit: 9)).total == 0)
            _ = try first.createJob(request)
            #expect(try first.jobs(status: nil, page: Page(limit: 9)).total == 1)
        }
    }

    /// Somebody's `sqlite3` shell knows nothing of the writeLock.
    @Test func aStrangersLockIsMetWithPatienceAndThenBusy() async throws {
        try await withTwoStores(busyTimeout: .milliseconds(50)) { store, _ in
            let job = try store.createJob(request)
            let stranger = try DatabaseQueue(path: store.path)
            try stranger.inTransaction(.immediate) { db in
                try db.execute(sql: "UPDATE jobs SET priority = 1")
                let error = #expect(throws: StoreError.self) { try store.createJob(request) }
                #expect(error?.code == .busy)
                let seen = try store.job(job.id)
                #expect(seen?.priority == 0)
                return .commit
            }
            _ = try store.createJob(request)
            #expect(try store.job(job.id)?.priority == 1)
            try stranger.close()
        }
    }

    @Test func aStoreThatCannotCloseInTheGateLeavesItsConnectionsOpen() async throws {
        try await withTwoStores(busyTimeout: .milliseconds(50)) { first, _ in
            try first.write("holding the writeLock") { _ in
                let url = URL(fileURLWithPath: first.path)
                #expect(throws: StoreError.self) { try SQLiteStore(path: url, busyTimeout: .milliseconds(50)) }
            }
            var third: SQLiteStore? = try SQLiteStore(
                path: URL(fileURLWithPath: first.path), busyTimeout: .milliseconds(50))
            let before = openDescriptors(of: first.path)
            try first.write("holding the writeLock") { _ in third = nil }
            #expect(third == nil)
            #expect(openDescriptors(of: first.path) == before)
        }
    }

    @Test func threadsThatWriteAtOnceAllGetTheirOwnAnswer() async throws {
        try await withTwoStores(busyTimeout: .seconds(20)) { first, second in
            let created = Mutex<[JobID: String]>([:])
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                let store = thread.isMultiple(of: 2) ? first : second
                for round in 0..<20 {
                    let url = "https://example.org/\(thread)/\(round)"
                    do {
                        let job = try store.createJob(JobRequest(url: url))
                        #expect(job.request.url == url)
                        created.withLock { $0[job.id] = url }
                    } catch {
                        Issue.record(error)
                    }
                }
            }
            let listed = try first.jobs(status: nil, page: Page(limit: 1000)).items
            #expect(
                Dictionary(uniqueKeysWithValues: listed.map { ($0.id, $0.request.url) }) == created.withLock(\.self))
            #expect(listed.count == 160)
        }
    }

    /// Threads share transactions; one that fails must take nobody with it.
    @Test func aWriteThatFailsUndoesOnlyItself() async throws {
        try await withTwoStores(busyTimeout: .seconds(20)) { store, _ in
            let failures = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                for _ in 0..<20 {
                    do {
                        try store.write("failing half of the time") { db in
                            try db.execute(
                                sql: """
                                    INSERT INTO videos (title, source_url, file_path, duration, size_mb, created_at)
                                    VALUES ('', '', ?, 1, 1, '2025-10-27 10:30:00.000')
                                    """, arguments: [UUID().uuidString])
                            if thread.isMultiple(of: 2) { try db.execute(sql: "UPDATE videos SET duration = -1") }
                        }
                    } catch {
                        failures.withLock { $0 += 1 }
                    }
                }
            }
            #expect(failures.withLock(\.self) == 80)
            let total = try store.videos(page: Page(limit: 1)).total
            #expect(total == 80)
        }
    }

    private func withTwoStores(
        busyTimeout: Duration, _ body: (SQLiteStore, SQLiteStore) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reelcraft.db")
            try await body(
                SQLiteStore(path: file, busyTimeout: busyTimeout), SQLiteStore(path: file, busyTimeout: busyTimeout))
        }
    }

    /// How many descriptors of this process point to the file.
    private func openDescriptors(of path: String) -> Int {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return numbers.count {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
        }
    }
}
