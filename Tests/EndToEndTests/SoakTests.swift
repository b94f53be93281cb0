import Foundation
import Glibc
import ReelTestKit
import Synchronization
import Testing

/// Slow readers, slow writers, WebSockets of which half never read, and costly bodies, all at once, with ordinary clients beside
/// them: half a minute, and ten minutes with `scripts/test --long`, when latency and memory are judged too. In a process of
/// its own, because it holds many files (scripts/test).
@Suite(.serialized, .timeLimit(.minutes(20))) struct SoakTests {
    private static let isLong = ProcessInfo.processInfo.environment["REEL_TEST_LONG"] != nil
    private static let duration: Duration = isLong ? .seconds(600) : .seconds(25)
    /// After which memory is no longer to grow.
    private static let settled: Duration = isLong ? .seconds(120) : .seconds(8)

    @Test func ordinaryClientsNoticeNothingOfHostileOnes() async throws {
        try await Service.whileRunning { service, _ in
            try await service.stop(.runner, with: SIGTERM)
            try await service.acceptLongAddresses(200)
            let job = try await service.accept("http://127.0.0.1:9/watched")
            let threads = try Self.threads(service)
            let world = SoakWorld(port: service.port, job: job)
            let (latencies, memory) = try await withThrowingTaskGroup(of: Void.self) { group in
                defer { world.end() }
                for task in world.hostileClients { group.addTask { try await task() } }
                // Everybody is there before anything is measured.
                try await Task.sleep(for: .seconds(3))
                async let latencies = onThread { try world.measure(for: Self.duration) }
                try await Task.sleep(for: Self.settled)
                var memory = [try Self.memory(service)]
                let result = try await latencies
                memory.append(try Self.memory(service))
                world.end()
                try await group.waitForAll()
                return (result.sorted(), memory)
            }
            let p99 = latencies[latencies.count * 99 / 100]
            print(
                "soak: \(latencies.count) ordinary requests, median \(latencies[latencies.count / 2]), p99 \(p99), worst",
                "\(latencies.last ?? .zero); MiB of responder and bridge \(memory[0]), at the end \(memory[1]);",
                "\(world.counts)")
            #expect(threads.count > 4)
            #expect(try Self.threads(service) == threads, "a thread of the responder was lost")
            if Self.isLong {
                #expect(p99 <= .milliseconds(50))
                for (early, late) in zip(memory[0], memory[1]) { #expect(late <= early * 1.15 + 8) }
            }
            try await Self.expectAllAnswers(service)
        }
    }

    private static func expectAllAnswers(_ service: Service) async throws {
        #expect(try await service.get("/health").status == 200)
        #expect(try await service.get("/api/jobs?limit=200").object["count"] as? Int == 200)
        #expect(try await service.get("/api/videos").status == 200)
        #expect(try await service.get("/").status == 200)
        let job = try await service.accept("http://127.0.0.1:9/afterwards")
        let client = try await Conversation.connectWhenUp(service)
        try await client.subscribe(job)
        #expect(try await client.nextObject()["type"] as? String == "subscribed")
        try await client.close()
    }

    /// The names of the responder's own threads.
    private static func threads(_ service: Service) throws -> [String] {
        let tasks = "/proc/\(try #require(service.process(.responder)))/task"
        return try FileManager.default.contentsOfDirectory(atPath: tasks)
            .compactMap { try? String(contentsOfFile: "\(tasks)/\($0)/comm", encoding: .utf8) }
            .filter { $0.hasPrefix("fcgi") }.sorted()
    }

    /// MiB that responder and bridge hold.
    private static func memory(_ service: Service) throws -> [Double] {
        try [Service.Part.responder, .bridge].map { part in
            let id = try #require(service.process(part))
            let status = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)
            let kilobytes = try #require(status.firstMatch(of: /VmRSS:\s*(\d+) kB/).flatMap { Double($0.1) })
            return (kilobytes / 1024 * 10).rounded() / 10
        }
    }
}
