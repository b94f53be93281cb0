import Foundation
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// What a monitor is told.
@Suite struct MetricsTests {
    @Test func countsForAMonitor() async throws {
        try await withWorld { world in
            _ = try world.completedJob()
            _ = try world.store.createJob(JobRequest(url: "https://example.org/"))
            let answer = try await world.request("GET", "/metrics")
            #expect(answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n")
            for line in [
                "reelcraft_jobs{status=\"pending\"} 1", "reelcraft_jobs{status=\"completed\"} 1",
                "reelcraft_videos 1", "reelcraft_runners 0",
            ] {
                #expect(lines.contains(Substring(line)), "\(line)")
            }
            #expect(lines.contains { $0.hasPrefix("reelcraft_disk_free_bytes ") })
        }
    }
}
