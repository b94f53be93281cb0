import Foundation
import ReelCore
import Testing

@Suite struct WireTests {
    private let job = Job(
        id: JobID(rawValue: "0A1B2C3D-0000-4000-8000-000000000001")!,
        request: JobRequest(url: "https://example.com/a?b=c", quality: .draft),
        createdAt: Date(timeIntervalSince1970: 1_761_561_000))

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoding.encode(value), as: UTF8.self)
    }

    /// Clients of the Python original read `null`, so nothing may be left out.
    @Test func absentFieldsOfAJobAreNull() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: WireCoding.encode(JobResponse(job))) as? [String: Any])
        for field in ["error_message", "video_id", "started_at", "completed_at"] {
            #expect(object[field] is NSNull, "\(field)")
        }
        #expect(object["created_at"] as? String == "2025-10-27T10:30:00")
        #expect(object["progress_message"] as? String == "Job created")
        #expect(object["id"] as? String == "0a1b2c3d-0000-4000-8000-000000000001")
    }

    private func event(kind: JobEvent.Kind = .progress, progress: Int, message: String, seq: Int64) -> JobEvent {
        JobEvent(
            jobID: job.id, seq: seq, kind: kind, progress: progress, message: message, status: .processing,
            at: Date(timeIntervalSince1970: 1_761_561_004.25))
    }

    @Test func bridgeMessagesAreTheContracts() throws {
        #expect(try text(BridgeMessage.connection) == #"{"message":"Connected to ReelCraft API","type":"connection"}"#)
        #expect(
            try text(BridgeMessage.event(event(progress: 5, message: "x", seq: 2)))
                == #"{"job_id":"\#(job.id)","message":"x","progress":5,"seq":2,"type":"job_progress"}"#)
    }

    @Test(arguments: [RunnerCommand.wake, .cancelled(JobID()), .retried(JobID()), .watch, .watching])
    func runnerCommandsComeBackAsTheyWent(command: RunnerCommand) throws {
        let line = try WireCoding.encodeLine(command)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(try WireCoding.decode(RunnerCommand.self, from: line) == command)
    }

    /// One type from the store to the client: the line between runner and bridge loses nothing that a client is told.
    @Test func eventsComeBackAsTheyWent() throws {
        var progress = event(progress: 40, message: "Scene 3 of 9", seq: 7)
        progress.expectedEnd = progress.at + 12.6
        for event in [progress, event(kind: .status, progress: 40, message: "x", seq: 8).carrying(job)] {
            let line = try WireCoding.encodeLine(event)
            let back = try WireCoding.decode(JobEvent.self, from: line)
            #expect(try text(BridgeMessage.event(back)) == text(BridgeMessage.event(event)))
            #expect(try WireCoding.encodeLine(back) == line)
        }
        #expect(try text(BridgeMessage.event(progress)).contains(#""eta_seconds":13"#))
    }

    @Test func onlyChangesOfStatusCarryTheJob() {
        let event = JobEvent(
            jobID: job.id, seq: 3, kind: .milestone, progress: 5, message: "x", status: .processing, at: Date())
        #expect(event.carrying(job).job == nil)
        var status = event
        status.kind = .status
        #expect(status.carrying(job).job == JobResponse(job))
    }

    @Test func namesBesideAVideo() {
        let names = OutputNames(videoPath: "outputs/a-b-1f2e3d4c.mp4")
        #expect(names.video == "/outputs/a-b-1f2e3d4c.mp4")
        #expect([names.poster, names.webVTT, names.subRip].map { $0.suffix(4) } == [".jpg", ".vtt", ".srt"])
        #expect(names[.sprite] == "/outputs/a-b-1f2e3d4c.sprite.jpg")
        #expect(OutputNames.endings.last == "mp4")
        for file in ReelFile.allCases {
            #expect(ReelFile.baseName(ofFile: file.name("a-b-1f2e3d4c")) == "a-b-1f2e3d4c")
        }
    }

    /// nginx serves what a reel may have, and its pattern is written by hand.
    @Test func everyFileOfAReelIsServed() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../nginx/locations.conf")
        let text = try String(contentsOf: file, encoding: .utf8)
        let pattern = try #require(text.firstMatch(of: /location ~ (\^\/outputs\/.+\$) \{/)).1
        let served = try Regex(String(pattern))
        for file in ReelFile.allCases {
            #expect(OutputNames(videoPath: "outputs/a-b-1f2e3d4c.mp4")[file].wholeMatch(of: served) != nil, "\(file)")
        }
        #expect("/outputs/a.mkv".wholeMatch(of: served) == nil)
    }

    @Test func aReelsFilesAreOneObjectAndAlwaysHaveAVideo() throws {
        let files = ReelFiles(folder: URL(fileURLWithPath: "/w"))
        let json = try WireCoding.encode(files)
        #expect(String(decoding: json, as: UTF8.self).contains("\"webVTT\":\"file:///w/reel.vtt\""))
        #expect(try WireCoding.decode(ReelFiles.self, from: json) == files)
        #expect(throws: (any Error).self) {
            try WireCoding.decode(ReelFiles.self, from: Data("{\"poster\":\"file:///w/reel.jpg\"}".utf8))
        }
    }

    @Test func aSpritesIndexFollowsTheNameOfItsSheet() {
        let index = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nreel.sprite.jpg#xywh=0,0,160,284\n"
        #expect(
            ReelFiles.spriteIndex(index, namedFor: "a-b")
                == "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\na-b.sprite.jpg#xywh=0,0,160,284\n")
    }

    @Test(arguments: ["2025-10-27 10:30:00.123", "1969-12-31 23:59:59.500"])
    func storedTimesComeBack(text: String) throws {
        #expect(Timestamp.stored(try #require(Timestamp.date(stored: text))) == text)
    }

    @Test func timesOfTheOriginalMayLackFractions() {
        #expect(Timestamp.date(stored: "2025-10-27 10:30:00") == Date(timeIntervalSince1970: 1_761_561_000))
    }
}

@Suite struct LineSplitterTests {
    @Test func linesMayComeInPieces() {
        var splitter = LineSplitter()
        #expect(splitter.append(Data("on".utf8)).isEmpty)
        #expect(splitter.append(Data("e\ntwo\nth".utf8)) == [Data("one".utf8), Data("two".utf8)])
        #expect(splitter.finish() == Data("th".utf8))
        #expect(splitter.finish() == nil)
    }

    @Test func lineWithoutEndFillsNoMemory() {
        var splitter = LineSplitter(limit: 4)
        #expect(splitter.append(Data("0123456789\nok\n".utf8)) == [Data("ok".utf8)])
    }
}

@Suite struct JobStatusTests {
    @Test func endsAreEnds() {
        // Only a client's request leads on from an end, and only to the beginning.
        for status in JobStatus.allCases where status.isFinal { #expect(status.successors.isSubset(of: [.pending])) }
    }
}
