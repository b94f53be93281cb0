import Foundation
import ReelFetch
import Testing

/// One budget of time for several downloads.
struct DownloadBudgetTests {
    private let request = FetchRequest(url: "https://a.example/", maximumBytes: 1)
    private let instant = Fetcher { FetchedResource(url: $0.url, contentType: nil, body: Data()) }
    private let endless = Fetcher { _ in
        try await Task.sleep(for: .seconds(3_600))
        throw CancellationError()
    }

    @Test func endsWhatRunsAndBeginsNothingMore() async {
        let budget = DownloadBudget(.milliseconds(50))
        let fetcher = budget.limiting(endless)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    await #expect(throws: FetchError.outOfTime(seconds: 0.05)) { try await fetcher.fetch(request) }
                }
            }
        }
        await #expect(throws: FetchError.outOfTime(seconds: 0.05)) {
            try await budget.limiting(instant).fetch(request)
        }
        #expect(budget.leftOut == 4)
    }

    @Test func whatLiesBetweenDownloadsCostsNothing() async throws {
        let budget = DownloadBudget(.seconds(3_600))
        let fetcher = budget.limiting(instant)
        let all = try await ContinuousClock().measure {
            _ = try await fetcher.fetch(request)
            try await Task.sleep(for: .milliseconds(300))
            _ = try await fetcher.fetch(request)
        }
        #expect(budget.spent > .zero && budget.spent <= all - .milliseconds(300))
    }

    @Test func aCancelledDownloadIsNotLeftOut() async {
        let budget = DownloadBudget(.seconds(3_600))
        let task = Task { try await budget.limiting(endless).fetch(request) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(budget.leftOut == 0)
    }
}
