import Foundation
import ReelCore
import ReelStore
import ReelTestKit
import Testing

/// A stage that uses more CPU than it may ends its job with a word, once, and does not count as a crash.
@Suite(.timeLimit(.minutes(4))) struct CPUBudgetTests {
    /// A real attempt of an article that takes longer to read than its settings allow.
    private func outcome(_ settings: String) async throws -> Job {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: "")
            try world.useRealAttempts(settings)
            let words = (0..<3_000).map { "The stone bridge of town\($0) was closed by its council on Monday." }
            let request = JobRequest(url: "", text: words.joined(separator: " "), title: "Bridges")
            return try await world.whileRunning {
                let id = try world.store.createJob(request).id
                return try await world.waitFor(.failed, id)
            }
        }
    }

    @Test(arguments: [("EXTRACT", "Reading the article"), ("SCRIPT", "Writing the script")])
    func aStageBeyondItsBudgetEndsTheJobWithAWord(_ name: String, _ words: String) async throws {
        let job = try await outcome("REEL_CPU_\(name)=0.01")
        let message = try #require(job.errorMessage)
        #expect(message.hasPrefix("\(words) took more than 0.01 s of CPU and was given up."), "\(message)")
        #expect(message.contains("raise REEL_CPU_\(name)"))
        // It is not tried again, and was not taken for a crash.
        #expect(job.attempt == 1)
    }
}
