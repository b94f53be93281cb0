import Foundation
import ReelCore
import ReelFCGI
import ReelStore
import ReelTestKit
import Testing

/// A list is bounded in bytes, whatever its rows hold, and still whole for whoever goes on at the row after the last.
@Suite struct ListLengthTests {
    @Test func aPageHasOnlyTheRowsThatFit() async throws {
        try await withWorld { world in
            // Longer than the API takes: rows of other versions may be.
            let address = "https://example.org/" + String(repeating: "\"", count: 10_000)
            let ids = try (0..<200).map { _ in try world.store.createJob(JobRequest(url: address)).id.rawValue }
            var found: [String] = []
            var pages = 0
            while found.count < 200 {
                let answer = try await world.request("GET", "/api/jobs?limit=200&offset=\(found.count)")
                #expect(answer.body.count <= Responder.listLimit)
                let rows = try #require(answer.json["jobs"] as? [[String: Any]])
                #expect(answer.json["count"] as? Int == rows.count)
                #expect(answer.json["total"] as? Int == 200)
                try #require(!rows.isEmpty)
                found += rows.compactMap { $0["id"] as? String }
                pages += 1
            }
            #expect(found.sorted() == ids.sorted())
            #expect(pages == 3)
        }
    }

    /// As many as the API lets a client ask for are never cut short.
    @Test func theLongestPageThatTheAPICanMakeIsWhole() async throws {
        try await withWorld { world in
            let address = "https://example.org/" + String(repeating: "\"", count: 2_000)
            for _ in 0..<200 { try world.store.createJob(JobRequest(url: address)) }
            let answer = try await world.request("GET", "/api/jobs?limit=200")
            #expect(answer.json["count"] as? Int == 200)
        }
    }
}
