import Foundation
import ReelBridge
import ReelCore
import ReelDB
import ReelHTTP
import ReelSettings
import ReelStore
import ReelTestKit
import Testing

/// Event streams as their clients see them: bytes on a real socket, a real store, and a runner's line.
@Suite struct EventStreamServerTests {
    @Test func theWholeStoryOfAJobAndNothingMoreAfterIt() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let line = try await world.readEvents(job.id)
            try await eventually("the state") { line.events == ["job_status pending #0"] }
            #expect(line.text.hasPrefix("HTTP/1.1 200 "))
            #expect(line.text.contains("Content-Type: text/event-stream\r\n"))
            #expect(line.text.contains("Cache-Control: no-store\r\n"))
            #expect(line.text.contains("retry: 1000\n\n"))

            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            try await runner.say(claim.event.carrying(claim.job))
            try await runner.say(world.store.pass(.extractingArticle, claim))
            try await runner.say(world.store.move(to: 7, claim))
            // Or it would rightly be left out in favour of the next milestone.
            try await eventually("the number") { line.events.last == "job_progress 7 #3" }
            try await runner.say(try #require(try world.store.complete(claim.id, with: .sample)))
            try await line.untilClosed()
            #expect(
                line.events == [
                    "job_status pending #0", "job_status processing #1", "job_progress 5 #2", "job_progress 7 #3",
                    "job_progress 100 #4", "job_status completed #5",
                ])
            // The end of the body was written: the client knows that nothing was cut off.
            #expect(line.text.hasSuffix("0\r\n\r\n"))

            let missed = try await world.readEvents(job.id, "Last-Event-ID: 3\r\n")
            try await missed.untilClosed()
            #expect(missed.events == ["job_progress 100 #4", "job_status completed #5"])
            let again = try await world.readEvents(job.id, "Last-Event-ID: 5\r\n")
            try await again.untilClosed()
            #expect(again.text.hasPrefix("HTTP/1.1 204 "))
        }
    }

    @Test func whoComesBackInMidJobHearsWhatCameSince() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            _ = try world.store.pass(.extractingArticle, claim)
            _ = try world.store.pass(.articleExtracted, claim)
            let line = try await world.readEvents(job.id, "Last-Event-ID: 2\r\n")
            try await eventually("what was missed") { line.events == ["job_progress 10 #3"] }
            try await runner.say(world.store.move(to: 12, claim))
            try await eventually("what comes") { line.events == ["job_progress 10 #3", "job_progress 12 #4"] }
            let whole = try await world.readEvents(job.id, "Last-Event-ID: nonsense\r\n")
            try await eventually("everything") {
                whole.events == ["job_progress 5 #2", "job_progress 10 #3", "job_status processing #4"]
            }
        }
    }

    @Test func whatCannotBeStreamedIsAnErrorLikeAllOthers() async throws {
        try await withBridge {
            $0.access.origins = [Origin("https://friend.example")!]
        } _: { world in
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let mine = "/api/jobs/\(job.id)/events"
            for (request, status) in [
                ("GET /api/jobs/\(JobID())/events HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
                ("GET /api/jobs/7/events HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
                ("GET /api/jobs//events HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
                ("GET \(mine)/more HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
                ("POST \(mine) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 405),
                ("GET \(mine) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", 400),
                ("GET \(mine) HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n", 403),
                ("GET \(mine) HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", 403),
            ] {
                let line = try await RawLine(world.layout.bridgeSocket.path)
                try await line.write(request)
                try await line.untilClosed()
                #expect(line.text.hasPrefix("HTTP/1.1 \(status) "), "\(request)\(line.text)")
                #expect(line.text.contains("application/problem+json") && line.text.contains(#""detail":"#))
            }
            let friend = try await world.readEvents(job.id, "Origin: https://friend.example\r\n")
            try await eventually("the state") { friend.events == ["job_status pending #0"] }
            #expect(friend.text.contains("Access-Control-Allow-Origin: https://friend.example\r\n"))
            let own = try await world.readEvents(job.id, "Origin: http://localhost\r\n")
            try await eventually("the state") { own.events == ["job_status pending #0"] }
            #expect(!own.text.contains("Access-Control-Allow-Origin"))
        }
    }

    @Test func aReaderThatGoesOnTalkingIsNotHeard() async throws {
        try await withBridge { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            // As if it were to become a WebSocket, and with another request behind it.
            let line = try await world.readEvents(
                job.id,
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
            try await line.write("GET /api/jobs/\(job.id)/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try await eventually("the state") { line.events == ["job_status pending #0"] }
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            try await runner.say(claim.event.carrying(claim.job))
            try await eventually("the start") { line.events.last == "job_status processing #1" }
            #expect(line.events.count == 2)
            for _ in 0..<100 { try await line.write("nonsense\r\n", [UInt8](repeating: 0x58, count: 10_000)) }
            try await runner.say(world.store.pass(.extractingArticle, claim))
            try await eventually("the milestone") { line.events.last == "job_progress 5 #2" }
        }
    }

    @Test func theLineShowsThatItLives() async throws {
        try await withBridge {
            $0.pingInterval = .milliseconds(20)
            $0.pongTimeout = .seconds(1)
            $0.requestTimeout = .seconds(1)
        } _: { world in
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let line = try await world.readEvents(job.id)
            // Long after the time for asking.
            try await eventually("three signs of life") {
                line.text.components(separatedBy: "\r\n:\n\n\r\n").count > 3
            }
            #expect(line.events == ["job_status pending #0"])
        }
    }

    @Test func aReaderThatTakesNothingIsDroppedAndHoldsUpNobody() async throws {
        try await withBridge {
            $0.pingInterval = .milliseconds(50)
            $0.pongTimeout = .seconds(1)
            $0.maxConnections = 2
        } _: { world in
            let runner = try await world.runner()
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let claim = try #require(try world.store.claimNext(by: runner.id, lease: .seconds(20)))
            let slow = try await world.readEvents(job.id)
            let quick = try await world.readEvents(job.id)
            try await eventually("both states") { slow.events.count == 1 && quick.events.count == 1 }
            try await slow.setReading(false)
            // More than the sockets between them can hold; milestones, so that nothing is left out.
            var event = claim.event
            event.kind = .milestone
            event.message = String(repeating: "·", count: 2000)
            for number in 1...400 {
                event.seq += 1
                event.progress = number / 25
                try await runner.say(event)
            }
            try await eventually("the last event") { quick.events.last == "job_progress 16 #401" }
            #expect(quick.events.count == 401)
            try await eventually("room for another") { (try? await world.connect()) != nil }
            #expect(quick.isOpen)
        }
    }

    @Test func stoppingEndsTheStreamsInOrder() async throws {
        try await withBridge { world in
            let job = try world.store.createJob(JobRequest(url: "https://example.org/article"))
            let line = try await world.readEvents(job.id)
            try await eventually("the state") { line.events.count == 1 }
            await world.stop()
            try await line.untilClosed()
            #expect(line.text.hasSuffix("0\r\n\r\n"))
        }
    }
}

extension BridgeWorld {
    /// Asks for a job's events; `fields` are more lines of the request's head.
    func readEvents(_ id: JobID, _ fields: String = "") async throws -> RawLine {
        let line = try await RawLine(layout.bridgeSocket.path)
        try await line.write("GET /api/jobs/\(id)/events HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
        return line
    }
}

extension RawLine {
    /// The server-sent events that have come so far, in few words.
    var events: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("data: ") }
            .map { brief(String($0.dropFirst("data: ".count))) }
    }
}
