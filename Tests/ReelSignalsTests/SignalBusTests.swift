import Foundation
import ReelCore
import ReelSignals
import ReelTestKit
import Testing

/// Every implementation passes the same exercise.
@Suite(.timeLimit(.minutes(4))) struct SignalBusTests {
    @Test(arguments: SignalExercise.all)
    func unixSockets(_ exercise: SignalExercise) async throws {
        try await withTemporaryFolder { folder in
            let layout = HomeLayout(root: folder)
            try FileManager.default.createDirectory(at: layout.runners, withIntermediateDirectories: true)
            try await exercise.run {
                SignalEngine.sockets.open(layout: layout, logger: silentLogger, scanInterval: .milliseconds(5))
            }
        }
    }

    @Test(arguments: SignalExercise.all)
    func pollOnly(_ exercise: SignalExercise) async throws {
        try await exercise.run {
            SignalEngine.poll.open(layout: HomeLayout(root: URL(fileURLWithPath: "/nonexistent")), logger: silentLogger)
        }
    }

    @Test(arguments: SignalExercise.all)
    func inMemory(_ exercise: SignalExercise) async throws {
        let bus = InMemorySignals()
        try await exercise.run { bus }
    }

    /// However many are dropped, the reader ends with the sign that some were.
    @Test func aFullQueueSaysThatSomethingIsMissing() async {
        let queue = NoticeQueue(limit: 4)
        for _ in 0..<100 { queue.put(.attached) }
        queue.finish()
        var heard: [SignalNotice] = []
        for await notice in queue.notices { heard.append(notice) }
        #expect(heard.count == 4 && heard.last == .gap)
    }
}
