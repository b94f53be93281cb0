import Foundation
import ReelCore
import ReelStore
import ReelTestKit
import Testing

/// A stage that uses more CPU than it may ends its job with a word, once, and does not count as a crash.
@Suite(.timeLimit(.minutes(4))) struct CPUBudgetTests {
    /// Some thousand sentences of which no two say the same.
    private static let article: String = {
        let things = """
            bridge river council market engine garden school hospital painter harbour tower orchard railway library miller \
            carpenter window festival valley castle baker island teacher forest lantern mountain singer village theatre \
            fisherman
            """.split(separator: " ").map(String.init)
        let deeds = ["crossed", "repaired", "painted", "measured", "closed", "opened", "sold", "visited", "admired"]
        var rng = SeededRNG(seed: 7)
        func any(_ words: [String]) -> String { words.randomElement(using: &rng) ?? "" }
        return (0..<4_000).map { _ in
            "The \(any(things)) beside the \(any(things)) was \(any(deeds)) by a \(any(things)) who had never "
                + "\(any(deeds)) the \(any(things)) before."
        }.joined(separator: "\n\n")
    }()

    /// A real attempt of an article that takes longer to read than its settings allow.
    private func outcome(_ settings: String) async throws -> Job {
        try await withTemporaryFolder { folder in
            let world = try DaemonWorld(in: folder, script: "")
            try world.useRealAttempts(settings)
            let request = JobRequest(url: "", text: Self.article, title: "Bridges")
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
