import Foundation
import Glibc
import ReelCore
import ReelTestKit
import Testing

/// One job all the way through the real front door.
@Suite(.serialized, .timeLimit(.minutes(20))) struct FirstLightTests {
    @Test func articleBecomesAReelThatPlaysAnywhere() async throws {
        try await Service.whileRunning { service, _ in
            let url = "http://127.0.0.1:\(service.port)/sample/"
            let id = try await service.accept(url, quality: .standard)
            let job = try await service.waitFor(.completed, id)
            #expect(
                job["progress"] as? Int == 100 && job["progress_message"] as? String == "Video created successfully")

            let video = try #require(try await service.videos().first)
            #expect(video["id"] as? Int == job["video_id"] as? Int && video["source_url"] as? String == url)
            let path = try #require(video["url"] as? String)
            let part = try await service.get(path, headers: ["Range": "bytes=4-11"])
            #expect(part.status == 206 && String(decoding: part.body.prefix(4), as: UTF8.self) == "ftyp")
            #expect(part.headers["content-type"] == "video/mp4")
            let name = try #require(path.split(separator: "/").last)
            #expect(try await service.get("/api/videos/\(name)", headers: ["Range": "bytes=4-11"]).body == part.body)
            #expect(
                try await service.get(try #require(video["poster_url"] as? String)).body.starts(with: [0xFF, 0xD8]))
            let captions = try await service.get(try #require(video["captions_url"] as? String))
            #expect(captions.headers["content-type"]?.hasPrefix("text/vtt") == true)
            #expect(String(decoding: captions.body, as: UTF8.self).hasPrefix("WEBVTT"))

            let file = service.home.appending(path: try #require(video["file_path"] as? String))
            // On a thread of its own: it waits for ffmpeg, and the other tests need the few threads of the pool.
            try await onThread { try Probe(file).expectDeliverable() }

            let stream = try #require(video["hls_url"] as? String)
            try await Self.expectMeasured(stream, service)
            let number = try #require(video["id"] as? Int)
            #expect(try await service.delete("/api/videos/\(number)").object["file_deleted"] as? Bool == true)
            for path in [path, stream, stream.replacing("index.m3u8", with: "media.m3u8")] {
                #expect(try await service.get(path).status == 404, "\(path)")
            }
            #expect(service.outputs().isEmpty)
        }
    }

    /// The bit rates in the master playlist are those of the media segments, as a player would count them.
    private static func expectMeasured(_ stream: String, _ service: Service) async throws {
        func text(_ path: String) async throws -> String {
            String(decoding: try await service.get(path).body, as: UTF8.self)
        }
        let master = try await text(stream)
        let told = try #require(master.firstMatch(of: /:BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),CODECS=/))
        let media = try await text(stream.replacing("index.m3u8", with: "media.m3u8"))
        let target = try #require(media.firstMatch(of: /TARGETDURATION:(\d+)/).flatMap { Double($0.1) })
        var segments: [(seconds: Double, bits: Double)] = []
        for match in media.matches(of: /#EXTINF:([\d.]+),\n(\d+\.m4s)/) {
            let answer = try await service.get(stream.replacing("index.m3u8", with: "\(match.2)"))
            segments.append((try #require(Double(match.1)), Double(answer.body.count * 8)))
        }
        #expect(segments.count > 5)
        var rates: [Double] = []
        for first in segments.indices {
            for end in (first + 1)...segments.count {
                let seconds = segments[first..<end].reduce(0) { $0 + $1.seconds }
                guard (target / 2...target * 1.5).contains(seconds) else { continue }
                rates.append(segments[first..<end].reduce(0) { $0 + $1.bits } / seconds)
            }
        }
        let peak = try #require(rates.max())
        let average = segments.reduce(0) { $0 + $1.bits } / segments.reduce(0) { $0 + $1.seconds }
        print("stream: peak \(Int(peak)), average \(Int(average)) bits per second")
        let said = try [told.1, told.2].map { try #require(Double($0)) }
        #expect(abs(said[0] - peak) < 2 && abs(said[1] - average) < 2)
        #expect(peak <= Double(HLSBandwidth.declared.peak))
    }

    @Test func conversationIsTheContractToTheLetter() async throws {
        try await Service.whileRunning { service, _ in
            let client = try await WebSocketClient.connect(.tcp(host: "127.0.0.1", port: service.port))
            #expect(try await client.next() == #"{"message":"Connected to ReelCraft API","type":"connection"}"#)
            let id = try await service.accept("http://127.0.0.1:\(service.port)/sample/")
            try await client.subscribe(id)
            #expect(
                try await client.next()
                    == #"{"job_id":"\#(id)","message":"Subscribed to job \#(id)","type":"subscribed"}"#)
            let live = try await Conversation.record(client, job: id)
            live.expectInOrder()
            #expect(live.statuses.last == "completed")
            let words = Milestone.allCases.map { milestone in
                milestone == .scriptGenerated
                    ? "Script generated with \(live.sceneCount) scenes" : milestone.message()
            }
            #expect(live.milestones == words)
            #expect((7...15).contains(live.sceneCount))

            // Who comes back later hears the same milestones, and the state at the end.
            let late = try await WebSocketClient.connect(.tcp(host: "127.0.0.1", port: service.port))
            _ = try await late.next()
            try await late.subscribe(id)
            _ = try await late.next()
            let told = try await Conversation.record(late, job: id)
            #expect(told.milestones == words && told.statuses == ["completed"])
            let status = try #require(told.lastStatus)
            let shown = try await service.job(id)
            #expect(NSDictionary(dictionary: status) == NSDictionary(dictionary: shown))
        }
    }

    @Test func cancelInMidEncodeLeavesNothing() async throws {
        try await Service.whileRunning { service, _ in
            let id = try await service.accept("http://127.0.0.1:\(service.port)/sample/", quality: .standard)
            try await service.waitForEncoding(id)
            let answer = try await service.post("/api/jobs/\(id)/cancel")
            #expect(answer.status == 200 && answer.object["message"] as? String == "Job \(id) cancelled")
            try await eventually(within: .seconds(5), "no encoder to be left") { service.encoders().isEmpty }
            #expect(try await service.job(id)["status"] as? String == "cancelled")
            #expect(service.outputs().isEmpty)
            #expect(try await service.post("/api/jobs/\(id)/cancel").status == 409)
        }
    }

    @Test func killedRunnerGoesOnByItselfAndCompletesOnce() async throws {
        try await Service.whileRunning { service, _ in
            let id = try await service.accept("http://127.0.0.1:\(service.port)/sample/")
            try await service.waitForEncoding(id)
            try await service.stop(.runner, with: SIGKILL)
            try await eventually(within: .seconds(5), "its encoders to die with it") { service.encoders().isEmpty }
            let before = try #require(try await service.job(id)["progress"] as? Int)
            try service.start(.runner)
            try await service.waitFor(.completed, id)
            #expect(before >= 85)
            #expect(try await service.videos().count == 1)
            #expect(service.outputs().count == ReelFile.allCases.count + 1)  // and its stream
        }
    }

    @Test func watcherIsWholeAgainAfterTheBridgeDied() async throws {
        try await Service.whileRunning { service, _ in
            let id = try await service.accept("http://127.0.0.1:\(service.port)/sample/")
            try await eventually("the job to begin") { try await service.job(id)["progress"] as? Int ?? 0 >= 30 }
            try await service.stop(.bridge, with: SIGKILL)
            try await service.stop(.responder, with: SIGKILL)
            try service.start(.bridge)
            try service.start(.responder)
            let client = try await Conversation.connectWhenUp(service)
            try await client.subscribe(id)
            let live = try await Conversation.record(client, job: id)
            live.expectInOrder()
            #expect(live.statuses.last == "completed")
            #expect(live.milestones.count == Milestone.allCases.count)
        }
    }
}
