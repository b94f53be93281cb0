@preconcurrency import Dispatch
import Foundation
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// The asynchronous door: verbs block a thread, but never one of the cooperative pool's.
@Suite struct AsyncStoreTests {
    @Test func itPassesOnWhatTheVerbReturnsOrThrows() async throws {
        try await withTemporaryStore { store in
            let door = AsyncStore(store)
            let job = try await door.perform { try $0.createJob(JobRequest(url: "https://example.org/")) }
            #expect(try await door.perform { try $0.job(job.id) } == job)
            try store.close()
            await #expect(throws: StoreError.self) { try await door.perform { try $0.checkHealth() } }
        }
    }

    /// As many doors as would stop every thread of the pool, all blocked until this test's own task has gone on.
    @Test func blockedVerbsLeaveTheCooperativePoolAlone() async throws {
        try await withTemporaryStore { store in
            let open = DispatchSemaphore(value: 0)
            let count = ProcessInfo.processInfo.activeProcessorCount * 2
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<count {
                    group.addTask {
                        try await AsyncStore(store).perform { _ in
                            // A time limit, because a test whose pool stands still could not even fail.
                            open.wait(timeout: .now() + 20) == .success ? number : nil
                        }
                    }
                }
                // Runs on the pool: it would never get a thread if the verbs above had taken them.
                for _ in 0..<100 { await Task.yield() }
                await Task.detached { for _ in 0..<count { open.signal() } }.value
                var ended: Set<Int?> = []
                for try await number in group { ended.insert(number) }
                #expect(ended == Set((0..<count).map(Optional.some)))
            }
        }
    }

    @Test func verbsRunOneAtATime() async throws {
        try await withTemporaryStore { store in
            let door = AsyncStore(store)
            let count = 100
            let counter = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask { try await door.perform { _ in counter.incrementSlowly() } }
                }
                try await group.waitForAll()
            }
            #expect(counter.value == count)
        }
    }

    @Test func whatWasBegunIsFinishedAlthoughTheTaskIsCancelled() async throws {
        try await withTemporaryStore { store in
            let door = AsyncStore(store)
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await door.perform { try $0.createJob(JobRequest(url: "https://example.org/")) }
            }
            let job = try await task.value
            #expect(try store.job(job.id) == job)
        }
    }
}

/// Counts right only when no two threads count at the same time.
///
/// Unchecked on purpose: a data race here is what the test looks for.
private final class Counter: @unchecked Sendable {
    private(set) var value = 0

    func incrementSlowly() {
        let before = value
        usleep(100)
        value = before + 1
    }
}
