import Foundation
import Glibc
import ReelCore
import ReelFCGI
import ReelSocket
import ReelTestKit
import Testing

@Suite struct RunnerCommandTests {
    /// The bytes of one connection to a runner's socket, read after its end.
    private func readConnection(_ runner: ListeningSocket) throws -> Data {
        var question = pollfd(fd: runner.descriptor, events: Int16(POLLIN), revents: 0)
        try #require(poll(&question, 1, 10_000) == 1)
        let connection = accept(runner.descriptor, nil, nil)
        try #require(connection >= 0)
        return try FileHandle(fileDescriptor: connection, closeOnDealloc: true).readToEnd() ?? Data()
    }

    @Test func createAndCancelTellTheRunners() async throws {
        try await withWorld { world in
            let runner = try ListeningSocket.open(
                at: world.layout.runnerSocket(RunnerID()).path, environment: [:])
            defer { close(runner.descriptor) }
            let created = try await world.request(
                "POST", "/api/generate-video", json: #"{"url": "https://example.org/a"}"#)
            #expect(try WireCoding.decode(RunnerCommand.self, from: try readConnection(runner)) == .wake)
            let id = try #require((created.json["job_id"] as? String).flatMap(JobID.init(rawValue:)))
            _ = try await world.request("POST", "/api/jobs/\(id)/cancel")
            #expect(try WireCoding.decode(RunnerCommand.self, from: try readConnection(runner)) == .cancelled(id))
        }
    }
}
