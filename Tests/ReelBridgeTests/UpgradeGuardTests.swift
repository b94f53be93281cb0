import Foundation
import NIOCore
import NIOWebSocket
import ReelBridge
import ReelCore
import ReelHTTP
import ReelSettings
import ReelTestKit
import Testing

/// Who comes in, who is kept alive, and how everybody leaves.
@Suite struct UpgradeGuardTests {
    @Test func pagesOfOtherSitesAreRefusedWithWords() async throws {
        try await withBridge {
            $0.access.origins = [Origin("https://friend.example")!]
        } _: { world in
            for origin in ["http://evil.example", "null"] {
                let failure = await #expect(throws: WebSocketClient.Failure.self) {
                    try await world.connectUnheard(["Origin": origin, "Host": "localhost:8000"])
                }
                guard case .refused(status: 403, let body) = failure else {
                    Issue.record("\(origin): \(String(describing: failure))")
                    continue
                }
                #expect(body.contains("REEL_ORIGINS"))
            }
            for origin in ["http://localhost:8000", "https://friend.example"] {
                try await world.connect(["Origin": origin, "Host": "localhost:8000"]).close()
            }
        }
    }

    @Test func otherPathsAreNotFound() async throws {
        try await withBridge { world in
            await #expect {
                try await world.connectUnheard(path: "/api/jobs")
            } throws: { error in
                guard case .refused(status: 404, let body) = error as? WebSocketClient.Failure else { return false }
                return body.contains(#""detail":"#) && body.contains("/ws")
            }
        }
    }

    @Test func tooManyConnectionsAreRefusedAndRoomIsGivenBack() async throws {
        try await withBridge {
            $0.maxConnections = 1
        } _: { world in
            let first = try await world.connect()
            await #expect {
                try await world.connectUnheard()
            } throws: { error in
                guard case .refused(status: 503, _) = error as? WebSocketClient.Failure else { return false }
                return true
            }
            try await first.close()
            try await eventually("room for another") { (try? await world.connect()) != nil }
        }
    }

    @Test func whoAsksForNothingIsNotWaitedFor() async throws {
        try await withBridge {
            $0.requestTimeout = .seconds(1)
        } _: { world in
            // The time is for asking; a conversation may last.
            let client = try await world.connect()
            let line = try await RawLine(world.layout.bridgeSocket.path)
            try await line.write("GET /ws HTTP/1.1\r\nHost: localhost\r\n")
            try await line.untilClosed()
            try await client.send("{}")
            #expect(try await client.briefs(1) == ["error"])
        }
    }

    /// A request that may be upgraded, but for the empty line that ends it.
    private let handshake =
        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

    @Test func aFrameInOnePieceWithTheRequestIsHeard() async throws {
        try await withBridge { world in
            let line = try await RawLine(world.layout.bridgeSocket.path)
            // {} under the mask 0, which leaves it as it is.
            try await line.write(handshake + "\r\n", [0x81, 0x82, 0, 0, 0, 0] + Array("{}".utf8))
            try await eventually("the answer") { line.text.contains("asks for nothing") }
            #expect(line.text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
        }
    }

    @Test func requestsThatAreNotInOrderAreRefused() async throws {
        try await withBridge { world in
            for rest in ["Content-Length: 5\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"]
            {
                let line = try await RawLine(world.layout.bridgeSocket.path)
                try await line.write(handshake + rest)
                try await line.untilClosed()
                #expect(line.text.hasPrefix("HTTP/1.1 400 "), "\(line.text)")
            }
            for request in ["nonsense\r\n\r\n", handshake + "X: \(String(repeating: "x", count: 100_000))\r\n\r\n"] {
                let line = try await RawLine(world.layout.bridgeSocket.path)
                try await line.write(request)
                try await line.untilClosed()
                #expect(line.text.hasPrefix("HTTP/1.1 400 "), "\(line.text)")
            }
            try await world.connect().close()
        }
    }

    @Test func framesInPiecesPingsAndGoodbyes() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            try await client.send(fin: false, opcode: .text, ByteBuffer(string: #"{"subsc"#))
            try await client.send(fin: true, opcode: .ping, ByteBuffer(string: "are you there"))
            try await client.send(fin: true, opcode: .continuation, ByteBuffer(string: #"ribe": "7"}"#))
            #expect(try await client.briefs(1) == ["error"])
            #expect(try await client.pongs == ["are you there"])
            try await client.close(code: 1000)
            await #expect(throws: WebSocketClient.Failure.closed(code: 1000, words: "")) { try await client.next() }
        }
    }

    @Test func framesThatAreTooLargeEndOneConnectionOnly() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            let other = try await world.connect()
            try await client.send(String(repeating: "x", count: 4096))
            #expect(try await client.briefs(1) == ["error"])
            try await client.send(String(repeating: "x", count: 200_000))
            await #expect(throws: WebSocketClient.Failure.closed(code: 1009, words: "A message may have 4096 bytes.")) {
                try await client.next()
            }
            try await other.send("{}")
            #expect(try await other.briefs(1) == ["error"])
        }
    }

    @Test func whoAsksWithoutEndAndNeverListensIsSentAway() async throws {
        try await withBridge {
            $0.pingInterval = .milliseconds(50)
            // Who listens has this long to answer, on event loops that it shares with one that sends without end.
            $0.pongTimeout = .seconds(4)
        } _: { world in
            let deaf = try await world.connect()
            let other = try await world.connect()
            try await deaf.setReading(false)
            // Each is answered with some hundred bytes, which wait in the bridge once the sockets are full.
            await #expect(throws: (any Error).self) {
                for _ in 0..<1_000_000 { try await deaf.send("{") }
            }
            try await other.send("{")
            #expect(try await other.briefs(1) == ["error"])
        }
    }

    @Test func unmaskedFramesAreNotTaken() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            try await client.send(fin: true, opcode: .text, ByteBuffer(string: "{}"), isMasked: false)
            await #expect(
                throws: WebSocketClient.Failure.closed(code: 1002, words: "A client's frames must be masked.")
            ) { try await client.next() }
        }
    }

    @Test func whoDoesNotAnswerPingsIsDropped() async throws {
        try await withBridge {
            $0.pingInterval = .milliseconds(50)
            $0.pongTimeout = .seconds(1)
        } _: { world in
            let dead = try await world.connect(answersPings: false)
            let alive = try await world.connect()
            await #expect(throws: WebSocketClient.Failure.disconnected) { try await dead.next() }
            try await eventually("a second ping") { try await alive.pings > 1 }
            try await alive.send("{}")
            #expect(try await alive.briefs(1) == ["error"])
        }
    }

    @Test func stoppingSaysGoodbyeAndTakesTheSocketAway() async throws {
        try await withBridge { world in
            let client = try await world.connect()
            let mute = try await world.connect()
            try await mute.setReading(false)
            await world.stop()
            await #expect {
                try await client.next()
            } throws: { error in
                guard case .closed(code: 1001, let words) = error as? WebSocketClient.Failure else { return false }
                return words.contains("Connect again")
            }
            try await eventually("the socket's end") {
                !FileManager.default.fileExists(atPath: world.layout.bridgeSocket.path)
            }
        }
    }

    @Test func cancellingEndsTheBridgeAndItsConnections() async throws {
        struct Enough: Error {}
        await #expect(throws: Enough.self) {
            try await withBridge { world in
                _ = try await world.runner()
                let client = try await world.connect()
                try await client.setReading(false)
                throw Enough()
            }
        }
    }
}
