import Foundation
import Logging
import ReelCore
import Synchronization
import Testing

@Suite struct BoundedWorkTests {
    private func context(_ stop: StopRequest = StopRequest()) -> StageContext {
        StageContext(workFolder: URL(filePath: "/nowhere"), logger: Logger(label: "test"), stop: stop)
    }

    @Test func resultsAreInOrderAndNoMoreThanTheLimitRun() async throws {
        let counts = Mutex((now: 0, most: 0))
        let values = try await context().work(on: Array(0..<20), atOnce: 3) { item in
            counts.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            await Task.yield()
            counts.withLock { $0.now -= 1 }
            return item * 2
        }
        #expect(values == (0..<20).map { $0 * 2 })
        counts.withLock { #expect($0.most <= 3 && $0.now == 0) }
    }

    @Test func afterTheRequestNothingIsBegunAndWhatRunsIsFinished() async throws {
        let stop = StopRequest()
        let finished = Mutex<[Int]>([])
        await #expect(throws: StoppedEarly.self) {
            try await context(stop).work(on: Array(0..<10), atOnce: 2) { item in
                if item == 1 { stop.ask() }
                while !stop.isAsked { await Task.yield() }
                finished.withLock { $0.append(item) }
            }
        }
        finished.withLock { #expect($0.sorted() == [0, 1]) }
    }

    @Test func whoWasFinishedAnywayIsNotStopped() async throws {
        let stop = StopRequest()
        let values = try await context(stop).work(on: [1], atOnce: 2) { item in
            stop.ask()
            return item
        }
        #expect(values == [1])
    }

    @Test func theFirstErrorEndsTheRest() async throws {
        struct Broken: Error {}
        await #expect(throws: Broken.self) {
            try await context().work(on: Array(0..<10), atOnce: 2) { item in
                if item == 1 { throw Broken() }
                try await Task.sleep(for: .seconds(1000))
            }
        }
    }
}
