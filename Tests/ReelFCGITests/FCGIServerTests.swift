import Foundation
import Glibc
import ReelDB
import ReelFCGI
import ReelSocket
import ReelStore
import ReelTestKit
import Synchronization
import Testing

/// What the server promises of connections, whatever is asked on them.
@Suite struct FCGIServerTests {
    @Test func servesManyRequestsOnOneConnection() async throws {
        try await withWorld { world in
            try await onThread {
                let client = try FastCGIClient(socket: world.socket)
                for number in 1...50 {
                    let body = Data(#"{"url": "https://example.org/\#(number)"}"#.utf8)
                    let created = try client.request(
                        "POST", "/api/generate-video", body: body, contentType: "application/json",
                        keepConnection: true)
                    #expect(created.status == 202)
                    let listed = try client.request("GET", "/api/jobs", keepConnection: true)
                    #expect(listed.json["total"] as? Int == number)
                }
            }
        }
    }

    @Test func closesAConnectionThatIsNotKept() async throws {
        try await withWorld { world in
            try await onThread {
                let client = try FastCGIClient(socket: world.socket)
                #expect(try client.request("GET", "/health").status == 200)
                try client.waitForEnd()
            }
        }
    }

    /// With a thread for each kept connection, the ninth of these would wait for ever.
    @Test func serves64KeptConnectionsWithEightWorkers() async throws {
        try await withWorld { world in
            let clients = try (0..<64).map { _ in try FastCGIClient(socket: world.socket) }
            for round in 1...3 {
                for client in clients {
                    #expect(try client.request("GET", "/health", keepConnection: true).status == 200, "\(round)")
                }
            }
        }
    }

    @Test func serves64ClientsAtOnce() async throws {
        try await withWorld { world in
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<64 {
                    group.addTask {
                        try await onThread {
                            let client = try FastCGIClient(socket: world.socket)
                            return try (0..<20).count { _ in
                                try client.request("GET", "/api/jobs", keepConnection: true).status == 200
                            }
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(answers == 64 * 20)
        }
    }

    @Test func letsMoreWaitWhenItIsFull() async throws {
        var settings = FCGISettings()
        settings.connections = 2
        try await withWorld(settings) { world in
            try await onThread {
                var first: FastCGIClient? = try FastCGIClient(socket: world.socket)
                let second = try FastCGIClient(socket: world.socket)
                #expect(try first?.request("GET", "/health", keepConnection: true).status == 200)
                #expect(try second.request("GET", "/health", keepConnection: true).status == 200)
                let third = try FastCGIClient(socket: world.socket)
                try third.send(FastCGIClient.records("GET", "/health"))
                #expect(try second.request("GET", "/health", keepConnection: true).status == 200)
                first = nil
                #expect(try third.response().status == 200)
            }
        }
    }

    @Test func readsARequestThatComesByteByByte() async throws {
        try await withWorld { world in
            try await onThread {
                let client = try FastCGIClient(socket: world.socket)
                let body = Data(#"{"url": "https://example.org/a"}"#.utf8)
                for byte in FastCGIClient.records(
                    "POST", "/api/generate-video", body: body, contentType: "application/json")
                {
                    try client.send(Data([byte]))
                }
                #expect(try client.response().status == 202)
            }
        }
    }

    /// One worker, so that a request that holds it would hold everything.
    @Test(arguments: [4, 30, 150])
    func endsARequestThatIsHalfSent(length: Int) async throws {
        var settings = FCGISettings()
        settings.workers = 1
        settings.timeout = .milliseconds(200)
        try await withWorld(settings) { world in
            try await onThread {
                let half = try FastCGIClient(socket: world.socket)
                let body = Data(repeating: 0x20, count: 400)
                let records = FastCGIClient.records("POST", "/api/generate-video", body: body)
                try half.send(records.prefix(length))
                let other = try FastCGIClient(socket: world.socket)
                #expect(try other.request("GET", "/health").status == 200)
                try half.waitForEnd()
            }
        }
    }

    @Test func outlivesClientsThatGoAway() async throws {
        var settings = FCGISettings()
        settings.workers = 1
        try await withWorld(settings) { world in
            try await onThread {
                let records = FastCGIClient.records(
                    "POST", "/api/generate-video", body: Data(#"{"url": "https://example.org/a"}"#.utf8),
                    contentType: "application/json", keepConnection: true)
                for length in stride(from: 0, to: records.count, by: 7) {
                    let client = try FastCGIClient(socket: world.socket)
                    try client.send(records.prefix(length))
                }
                for garbage in [Data("GET / HTTP/1.1\r\n\r\n".utf8), Data(repeating: 0xFF, count: 3_000)] {
                    let client = try FastCGIClient(socket: world.socket)
                    try client.send(garbage)
                }
                let aborting = try FastCGIClient(socket: world.socket)
                try aborting.send(records.dropLast(8) + FastCGIClient.abort())
                let last = try FastCGIClient(socket: world.socket)
                #expect(try last.request("GET", "/health").status == 200)
            }
            // Half a request is no request.
            #expect(try world.store.jobs(status: nil, page: Page(limit: 1)).total == 0)
        }
    }

    @Test func refusesABodyThatIsTooLongAndGoesOn() async throws {
        var settings = FCGISettings()
        settings.bodyLimit = 2_000
        try await withWorld(settings) { world in
            try await onThread {
                let client = try FastCGIClient(socket: world.socket)
                for length in [2_001, 70_000, 200_000] {
                    let answer = try client.request(
                        "POST", "/api/generate-video", body: Data(repeating: 0x20, count: length),
                        contentType: "application/json", keepConnection: true)
                    #expect(answer.status == 413)
                    #expect((answer.json["detail"] as? String)?.contains("2000 bytes") == true)
                }
                let answer = try client.request(
                    "POST", "/api/generate-video", body: Data(repeating: 0x20, count: 2_000),
                    contentType: "application/json", keepConnection: true)
                #expect(answer.status == 400)
            }
        }
    }

    @Test func sendsALongAnswerWhole() async throws {
        let long = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        let handler: FCGIServer.Handler = { _ in Response(status: 200, body: long) }
        try await withWorld(handler: handler) { world in
            let answer = try await world.request("GET", "/")
            #expect(answer.body == long)
        }
    }

    /// What is under way when the server is asked to end is answered, and so is what waits in the backlog.
    @Test func finishesWhatHasBegun() async throws {
        var settings = FCGISettings()
        settings.workers = 1
        let began = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        let handler: FCGIServer.Handler = { _ in
            began.signal()
            mayEnd.wait()
            return Response(status: 200, body: Data("done".utf8))
        }
        try await withWorld(settings, handler: handler) { world in
            let answers = try await onThread {
                let running = try FastCGIClient(socket: world.socket)
                try running.send(FastCGIClient.records("GET", "/", keepConnection: true))
                began.wait()
                let waiting = try FastCGIClient(socket: world.socket)
                try waiting.send(FastCGIClient.records("GET", "/"))
                world.server.stop()
                #expect(!FileManager.default.fileExists(atPath: world.socket))
                #expect(throws: FastCGIError.system("connect", ENOENT)) { try FastCGIClient(socket: world.socket) }
                mayEnd.signal()
                mayEnd.signal()
                let answers = [try running.response().body, try waiting.response().body]
                try running.waitForEnd()
                return answers
            }
            #expect(answers == [Data("done".utf8), Data("done".utf8)])
        }
    }

    @Test func leavesTheSocketOfItsSuccessorAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "fcgi.sock").path
            let server = try FCGIServer(
                socket: try .open(at: path, environment: [:]), settings: FCGISettings(), logger: silentLogger
            ) { _ in Response(status: 200, body: Data()) }
            async let running: Void = server.run()
            unlink(path)
            let successor = try ListeningSocket.open(at: path, environment: [:])
            server.stop()
            await running
            #expect(FileManager.default.fileExists(atPath: path))
            close(successor.descriptor)
        }
    }
}
