import Foundation
import ReelTestKit
import Synchronization

/// The clients of a soak: the hostile ones, each kind a task that runs until `end`, and an ordinary one that measures.
final class SoakWorld: Sendable {
    private let port: Int
    /// A job that is there to be watched.
    private let job: String
    private let hasEnded = Atomic(false)
    private let counted = Mutex<[String: Int]>([:])

    init(port: Int, job: String) {
        self.port = port
        self.job = job
    }

    /// How often what was done.
    var counts: [String: Int] { counted.withLock { $0 } }

    func end() {
        hasEnded.store(true, ordering: .relaxed)
    }

    private func count(_ what: String) {
        counted.withLock { $0[what, default: 0] += 1 }
    }

    // MARK: Hostile clients

    var hostileClients: [@Sendable () async throws -> Void] {
        [
            { try await self.keep(50, "slow readers", open: self.reader) { socket, _ in socket.read(100) != nil } },
            { try await self.keep(25, "slow headers", open: self.header) { socket, _ in socket.drip() } },
            { try await self.keep(25, "slow bodies", open: self.body) { socket, _ in socket.drip() } },
            {
                try await self.keep(250, "deaf WebSockets", open: self.webSocket) { socket, round in
                    round % 10 != 0 || socket.send(Self.frame(#"{"subscribe": "\#(self.job)"}"#))
                }
            },
            { try await self.watch(250) },
            { try await self.sendCostlyBodies() },
        ]
    }

    /// Keeps so many connections open: whoever was disconnected comes again. Each has its turn ten times a second.
    private func keep(
        _ number: Int, _ name: String, open: @Sendable () throws -> SlowSocket,
        turn: @Sendable (SlowSocket, Int) -> Bool
    ) async throws {
        var sockets: [SlowSocket] = []
        var round = 0
        while !hasEnded.load(ordering: .relaxed) {
            sockets = sockets.filter { turn($0, round) }
            while sockets.count < number {
                sockets.append(try open())
                count(name)
            }
            round += 1
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    @Sendable private func reader() throws -> SlowSocket {
        try SlowSocket(port: port, asking: "/api/jobs?limit=200")
    }

    @Sendable private func header() throws -> SlowSocket {
        let socket = try SlowSocket(port: port)
        socket.send("GET /api/jobs HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        return socket
    }

    @Sendable private func body() throws -> SlowSocket {
        let socket = try SlowSocket(port: port)
        socket.send(
            "POST /api/generate-video HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 400000\r\n\r\n{\"text\": \"")
        return socket
    }

    @Sendable private func webSocket() throws -> SlowSocket {
        let socket = try SlowSocket(port: port)
        socket.send(
            "GET /ws HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        return socket
    }

    /// A text frame of a client, masked with zeros (RFC 6455, 5.2).
    private static func frame(_ text: String) -> [UInt8] {
        [0x81, 0x80 | UInt8(text.utf8.count), 0, 0, 0, 0] + text.utf8
    }

    /// WebSockets that read all they are sent.
    private func watch(_ number: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<number {
                let client = try await WebSocketClient.connect(.tcp(host: "127.0.0.1", port: port))
                group.addTask { [self] in
                    while !hasEnded.load(ordering: .relaxed) {
                        try await client.subscribe(job)
                        while try await client.nextObject()["type"] as? String != "job_status" {}
                        count("snapshots read")
                        try await Task.sleep(for: .seconds(2))
                    }
                    try await client.close()
                }
            }
            try await group.waitForAll()
        }
    }

    /// Small bodies that were costly once, and texts of one sign that are accepted; those jobs are cancelled at once.
    private func sendCostlyBodies() async throws {
        let nested = String(repeating: "[", count: 5_000)
        let bodies = [
            nested, nested + String(repeating: "]", count: 5_000), String(repeating: #"{"a":"#, count: 2_000),
            #"{"url": "\#(String(repeating: "\\u0061", count: 50_000))"}"#, #"{"script": \#(nested)"#,
            #"{"title": "a", "text": "\#(String(repeating: "<", count: 55_000))"}"#,
            #"{"title": "a", "text": "\#(String(repeating: "<a ", count: 18_000))"}"#,
        ]
        try await onThread { [self] in
            var client = try OrdinaryClient(port: port)
            var round = 0
            while !hasEnded.load(ordering: .relaxed) {
                // nginx ends a connection after a thousand requests.
                if round % 400 == 0 { client = try OrdinaryClient(port: port) }
                let answer = try client.request("POST", "/api/generate-video", body: bodies[round % bodies.count])
                count("costly bodies answered with \(answer.status)")
                if answer.status == 202, let id = answer.body.firstMatch(of: /"job_id":"([0-9a-f-]+)"/)?.1 {
                    _ = try client.request("POST", "/api/jobs/\(id)/cancel")
                }
                round += 1
                usleep(100_000)
            }
        }
    }

    // MARK: Ordinary clients

    /// How long each request took of a client that asks for this and that. Blocks its thread.
    func measure(for duration: Duration) throws -> [Duration] {
        var client = try OrdinaryClient(port: port)
        let paths = ["/health", "/api/jobs?limit=5", "/api/jobs/\(job)", "/api/videos", "/", "/js/app.js"]
        var latencies: [Duration] = []
        let end = ContinuousClock.now + duration
        while .now < end {
            if latencies.count % 900 == 0 { client = try OrdinaryClient(port: port) }
            let start = ContinuousClock.now
            let answer = try client.request("GET", paths[latencies.count % paths.count])
            latencies.append(start.duration(to: .now))
            guard answer.status == 200 else { throw Unexpected(what: "\(answer)") }
            usleep(20_000)
        }
        return latencies
    }
}

extension SlowSocket {
    /// Sends one more byte.
    fileprivate func drip() -> Bool {
        send("x") && read(1_000) != nil
    }
}
