import Foundation
import ReelBridge
import ReelCore
import ReelDB
import ReelStore
import ReelTestKit
import Testing

/// A thousand watchers of one job, some of whom take nothing.
@Suite struct BridgeCrowdTests {
    @Test(.timeLimit(.minutes(5))) func aThousandWatchersAllHearTheEndAndTheSlowOnesTheNewest() async throws {
        OpenFiles.raiseLimit()
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            var watchers: [WebSocketClient] = []
            for _ in 0..<1000 {
                let client = try await world.connect()
                try await client.subscribe(job.id.rawValue)
                #expect(try await client.briefs(2) == ["subscribed", "job_status processing #1"])
                watchers.append(client)
            }
            let (slow, quick) = (watchers[..<50], watchers[50...])
            for client in slow { try await client.setReading(false) }

            // Twice of what the sockets between them hold.
            var event = claim.event
            event.kind = .progress
            event.message = String(repeating: "·", count: 2000)
            for number in 1...100 {
                event.seq += 1
                event.progress = number / 2
                try await runner.say(event)
                // All who read hear it while the slow ones take nothing.
                if number.isMultiple(of: 25) { try await untilHeard(Int(event.seq), by: quick) }
            }
            guard case .cancelled(let change) = try world.store.cancel(job.id), let told = change.events.last else {
                throw Unheard()
            }
            var last = told.carrying(change.job)
            last.seq = event.seq + 1
            try await runner.say(last)
            for client in quick { #expect(try await client.briefs(1) == ["job_status cancelled #102"]) }
            for client in slow {
                try await client.setReading(true)
                var heard = 1
                while try await client.nextObject(within: .seconds(60))["type"] as? String != "job_status" {
                    heard += 1
                }
                #expect(heard < 100)
            }
        }
    }

    private struct Unheard: Error {}

    private func untilHeard(_ seq: Int, by clients: ArraySlice<WebSocketClient>) async throws {
        for client in clients {
            while try await client.nextObject(within: .seconds(60))["seq"] as? Int ?? 0 < seq {}
        }
    }
}
