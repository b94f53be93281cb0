import Foundation
import Glibc
import ReelSlots
import ReelTestKit
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct SlotPoolTests {
    @Test func noMoreThanThePlacesWorkAtOnce() async throws {
        try await withTemporaryFolder { folder in
            // Two pools, as two processes would have.
            let pools = [0, 1].map { _ in SlotPool(folder: folder.appending(path: "slots"), name: "x", count: 2) }
            let counter = Counter()
            try await withThrowingDiscardingTaskGroup { group in
                for index in 0..<20 {
                    group.addTask {
                        try await pools[index % 2].withSlot {
                            counter.begin()
                            try await Task.sleep(for: .milliseconds(5))
                            counter.end()
                        }
                    }
                }
            }
            #expect(counter.seen == [20, 2, 0])
        }
    }

    @Test func placeOfADeadProcessIsFree() async throws {
        try await withTemporaryFolder { folder in
            let pool = SlotPool(folder: folder, name: "x", count: 1)
            let holder = Process()
            holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
            holder.arguments = ["\(folder.path)/x-0.lock", "sleep", "1000"]
            try holder.run()
            try await eventually("the place to be taken") {
                let file = open("\(folder.path)/x-0.lock", O_RDWR)
                defer { close(file) }
                return file >= 0 && flock(file, LOCK_EX | LOCK_NB) != 0
            }
            let got = Mutex(false)
            let waiting = Task { try await pool.withSlot { got.withLock { $0 = true } } }
            #expect(got.withLock { !$0 })
            // The lock belongs to the open file, which flock's child shares.
            let children = try String(
                contentsOfFile: "/proc/\(holder.processIdentifier)/task/\(holder.processIdentifier)/children",
                encoding: .utf8)
            for child in children.split(separator: " ").compactMap({ Int32($0) }) { kill(child, SIGKILL) }
            kill(holder.processIdentifier, SIGKILL)
            try await waiting.value
            #expect(got.withLock { $0 })
        }
    }

    @Test func whoHasWaitedLongEnoughGoesOn() async throws {
        try await withTemporaryFolder { folder in
            let pool = SlotPool(folder: folder, name: "x", count: 1, patience: .milliseconds(50))
            try await pool.withSlot { try await pool.withSlot {} }
        }
    }

    @Test func waitingEndsWithTheTask() async throws {
        try await withTemporaryFolder { folder in
            let pool = SlotPool(folder: folder, name: "x", count: 1)
            try await pool.withSlot {
                let waiting = Task { try await pool.withSlot {} }
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
            }
        }
    }
}

private final class Counter: Sendable {
    private let state = Mutex((all: 0, most: 0, now: 0))

    func begin() {
        state.withLock {
            $0.now += 1
            $0.all += 1
            $0.most = max($0.most, $0.now)
        }
    }

    func end() { state.withLock { $0.now -= 1 } }

    /// How many worked, how many at the same time at most, how many do now.
    var seen: [Int] { state.withLock { [$0.all, $0.most, $0.now] } }
}
