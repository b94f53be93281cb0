import Foundation
import ReelFCGI
import ReelTestKit
import Testing

/// A peer that reads or writes slowly holds its own connection, for a limited time, and never a thread of the server.
@Suite(.timeLimit(.minutes(2))) struct SlowPeerTests {
    /// More than a Unix socket holds, so that the answer cannot be sent before somebody reads it.
    private static let long = Data(repeating: 0x20, count: 600_000)

    /// `/long` is answered with more than the socket holds, everything else with a word.
    private static let handler: FCGIServer.Handler = { request in
        Response(status: 200, body: request.path == "/long" ? long : Data("brief".utf8))
    }

    /// Many more than there are threads of either kind.
    private static let crowd = 100

    private static func settings(workers: Int = 1) -> FCGISettings {
        var settings = FCGISettings()
        settings.workers = workers
        return settings
    }

    @Test(arguments: ["GET", "POST"]) func readersOfLongAnswersHoldNoThread(method: String) async throws {
        try await withWorld(Self.settings(), handler: Self.handler) { world in
            try await onThread {
                let slow = try (0..<Self.crowd).map { _ in
                    let client = try FastCGIClient(socket: world.socket)
                    try client.send(FastCGIClient.records(method, "/long", keepConnection: true))
                    return client
                }
                let other = try FastCGIClient(socket: world.socket, patience: .seconds(30))
                for method in ["GET", "POST"] {
                    #expect(try other.request(method, "/", keepConnection: true).body == Data("brief".utf8))
                }
                // They get all of it once they read, and their connections can be used again.
                for client in slow.prefix(5) {
                    #expect(try client.response().body == Self.long)
                    #expect(try client.request("GET", "/", keepConnection: true).body == Data("brief".utf8))
                }
            }
        }
    }

    /// Each read takes something, so that no limit of a single write is ever reached.
    @Test func theWholeAnswerHasADeadline() async throws {
        var settings = Self.settings()
        settings.timeout = .seconds(30)
        settings.answerTimeout = .milliseconds(500)
        try await withWorld(settings, handler: Self.handler) { world in
            try await onThread {
                let slow = try FastCGIClient(socket: world.socket)
                try slow.send(FastCGIClient.records("GET", "/long", keepConnection: true))
                let start = ContinuousClock.now
                var got = 0
                #expect(throws: FastCGIError.closed) {
                    while start.duration(to: .now) < .seconds(20) {
                        got += try slow.receive(1_000).count
                        usleep(20_000)
                    }
                }
                // The rest lay in the socket when it was closed.
                #expect(got < Self.long.count)
            }
        }
    }

    @Test func writersOfRequestsHoldNoThread() async throws {
        let records = FastCGIClient.records(
            "POST", "/", body: Data(repeating: 0x20, count: 3_000), keepConnection: true)
        try await withWorld(Self.settings(), handler: Self.handler) { world in
            try await onThread {
                let slow = try (0..<Self.crowd).map { number in
                    let client = try FastCGIClient(socket: world.socket)
                    try client.send(records.prefix(1 + number * 31))
                    return client
                }
                let other = try FastCGIClient(socket: world.socket, patience: .seconds(30))
                #expect(try other.request("GET", "/", keepConnection: true).body == Data("brief".utf8))
                for (number, client) in slow.enumerated() {
                    try client.send(records.dropFirst(1 + number * 31))
                    #expect(try client.response().body == Data("brief".utf8))
                }
            }
        }
    }

    /// Each byte comes in time, so that no limit of a single read is ever reached.
    @Test func theWholeRequestHasADeadline() async throws {
        var settings = Self.settings()
        settings.timeout = .milliseconds(500)
        try await withWorld(settings, handler: Self.handler) { world in
            try await onThread {
                let slow = try FastCGIClient(socket: world.socket)
                let records = FastCGIClient.records("POST", "/", body: Data(repeating: 0x20, count: 3_000))
                #expect(throws: FastCGIError.self) {
                    for byte in records.prefix(1_000) {
                        try slow.send(Data([byte]))
                        usleep(10_000)
                    }
                }
            }
        }
    }

    /// A kept connection may be silent for as long as its peer likes: only a request that has begun has a deadline.
    @Test func aKeptConnectionHasNoDeadline() async throws {
        var settings = Self.settings()
        settings.timeout = .milliseconds(200)
        settings.answerTimeout = .milliseconds(200)
        try await withWorld(settings, handler: Self.handler) { world in
            try await onThread {
                let client = try FastCGIClient(socket: world.socket)
                for _ in 1...2 {
                    #expect(try client.request("GET", "/", keepConnection: true).body == Data("brief".utf8))
                    usleep(700_000)
                }
            }
        }
    }

    /// When the server ends, it waits for slow peers until their deadlines, and no longer: the world ends with the server.
    @Test func theEndWaitsForSlowPeersOnlyUntilTheirDeadlines() async throws {
        var settings = Self.settings()
        settings.timeout = .milliseconds(500)
        settings.answerTimeout = .seconds(2)
        try await withWorld(settings, handler: Self.handler) { world in
            try await onThread {
                let reader = try FastCGIClient(socket: world.socket)
                try reader.send(FastCGIClient.records("GET", "/long", keepConnection: true))
                let writer = try FastCGIClient(socket: world.socket)
                try writer.send(FastCGIClient.records("GET", "/").prefix(20))
                #expect(try reader.receive(8).count == 8)
                world.server.stop()
                try writer.waitForEnd()
            }
        }
    }

    /// Nobody may answer so much that the memory of the server and of nginx is not enough for it.
    @Test func anAnswerHasABoundInBytes() async throws {
        let tooLong = Data(repeating: 0x20, count: FCGIServer.answerLimit)
        let handler: FCGIServer.Handler = { _ in Response(status: 200, body: tooLong) }
        try await withWorld(handler: handler) { world in
            let answer = try await world.request("GET", "/")
            #expect(answer.status == 500)
            #expect(answer.headers["content-type"] == "application/problem+json")
        }
    }

    /// Records that nginx never sends: each ends the connection and nothing else.
    @Test(arguments: FastCGIClient.malformedRequests.indices) func whatIsNoRequestEndsTheConnection(
        index: Int
    ) async throws {
        try await withWorld(Self.settings(), handler: Self.handler) { world in
            try await onThread {
                let odd = try FastCGIClient(socket: world.socket, patience: .seconds(30))
                // The other end may have hung up before it was all sent.
                try? odd.send(FastCGIClient.malformedRequests[index])
                try odd.waitForEnd()
                let other = try FastCGIClient(socket: world.socket, patience: .seconds(30))
                #expect(try other.request("GET", "/").body == Data("brief".utf8))
            }
        }
    }
}
