import Foundation
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Synchronization
import Testing

@Suite struct HLSRecorderTests {
    /// Three scenes with their transitions; the lengths are no multiples of a sound packet.
    private static func timeline(_ media: TestMedia) async throws -> (Timeline, URL) {
        let narration = try await media.narration([
            (TestMedia.speech("The first scene."), 1.37), (TestMedia.speech("And another one."), 2.11),
            (TestMedia.speech("The end."), 0.93),
        ])
        let timeline = Timeline(narration: narration)
        let sound = try await SoundMaster(cache: media.cache).run(
            SoundInput(narration: narration, timeline: timeline), in: media.context)
        return (timeline, sound.file)
    }

    /// The first scene in two parts, then one for each scene.
    private static func segments(_ timeline: Timeline) -> [Range<Int>] {
        let ends = [20] + timeline.scenes.map { $0.startFrame + $0.frameCount }
        return zip([0] + ends, ends).map { $0..<$1 }
    }

    /// The encoded of the reel, in order.
    private static func encoded(_ timeline: Timeline, _ media: TestMedia) async throws -> [EncodedSegment] {
        var encoded: [EncodedSegment] = []
        for (index, scene) in timeline.scenes.enumerated() {
            let opening = index == 0 ? 20 : timeline.transitionFrames
            for (first, count) in [(0, opening), (opening, scene.frameCount - opening)] where count > 0 {
                let file = try await media.film(
                    "piece-\(index)-\(first).mp4", frames: count,
                    ["-preset", "veryfast", "-x264-params", "stitchable=1", "-flags:v", "+cgop"])
                encoded.append(EncodedSegment(file: file, frameCount: count))
            }
        }
        return encoded
    }

    /// - Parameter portions: what is taken at a time.
    private static func record(
        _ portions: [[EncodedSegment]], _ timeline: Timeline, _ sound: URL, _ media: TestMedia, in folder: URL
    ) async -> [HLSReport] {
        let reports = Mutex<[HLSReport]>([])
        let recorder = HLSRecorder(
            title: "A reel", size: FrameSize(width: 360, height: 640), timeline: timeline,
            segments: segments(timeline), sound: sound, workFolder: folder, logger: media.context.logger
        ) { report in reports.withLock { $0.append(report) } }
        for portion in portions { await recorder.take(portion) }
        return reports.withLock { $0 }
    }

    @Test func segmentsAreOfContinuousTime() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let (timeline, sound) = try await Self.timeline(media)
            let encoded = try await Self.encoded(timeline, media)
            let reports = await Self.record(encoded.map { [$0] }, timeline, sound, media, in: folder)
            guard case .variant(let variant) = try #require(reports.first) else { throw StreamTestError.noVariant }
            #expect(variant.codecs.hasPrefix("avc1.64") && variant.codecs.hasSuffix(",mp4a.40.2"))
            #expect(variant.targetDuration == 3 && variant.title == "A reel")
            let segments = reports.dropFirst().compactMap { if case .segment(let one) = $0 { one } else { nil } }
            #expect(segments.map(\.number) == [0, 1, 2, 3])
            #expect(segments.map(\.duration) == Self.segments(timeline).map { timeline.seconds($0.count) })

            // What a player has put together in the end.
            let live = folder.appending(path: HLSFile.workFolderName)
            let names = [HLSFile.initSection.name] + segments.map { HLSFile.segment($0.number).name }
            let whole = folder.appending(path: "whole.mp4")
            try names.reduce(Data()) { try $0 + Data(contentsOf: live.appending(path: $1)) }.write(to: whole)
            let frames = try await Self.times(of: whole, stream: "v:0")
            #expect(frames.count == timeline.frameCount)
            for (index, time) in frames.sorted().enumerated() {
                #expect(abs(time - HLSArguments.start - timeline.seconds(index)) < 0.0001, "frame \(index) at \(time)")
            }
            // The first packet of the sound was left out: it only prepares the decoder.
            let heardFrom = try #require(try await Self.times(of: whole, stream: "a:0").min())
            #expect(abs(heardFrom - HLSArguments.start) < 0.0001)
            // The sound is that of the film, sample by sample, but for the first packet, which had nothing before it.
            let (heard, made) = (try await media.samples(whole), try await media.samples(sound))
            let compared = min(heard.count, made.count)
            #expect(compared > made.count - 2048)
            let off = (2048..<compared).map { abs(heard[$0] - made[$0]) }.max() ?? 1
            #expect(off < 0.001, "the sound is off by \(off)")
        }
    }

    @Test func whatComesTogetherIsTheSameAsOneByOne() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let (timeline, sound) = try await Self.timeline(media)
            let encoded = try await Self.encoded(timeline, media)
            // Two segments at once, the second of which has two encoded; then one that was begun before.
            let portions = [[encoded[0]], Array(encoded[1...4]), Array(encoded[5...])]
            var made: [[Data]] = []
            for (name, portions) in [("single", encoded.map { [$0] }), ("together", portions), ("all", [encoded])] {
                let place = folder.appending(path: name)
                let reports = await Self.record(portions, timeline, sound, media, in: place)
                #expect(reports.count == 5, "a variant and four segments")
                let live = place.appending(path: HLSFile.workFolderName)
                made.append(
                    try ([HLSFile.initSection.name] + (0..<4).map { HLSFile.segment($0).name }).map {
                        try Data(contentsOf: live.appending(path: $0))
                    })
            }
            #expect(made[1] == made[0] && made[2] == made[0])
        }
    }

    @Test func aBrokenPieceEndsTheStreamAndNothingElse() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let (timeline, sound) = try await Self.timeline(media)
            let broken = folder.appending(path: "broken.mp4")
            try Data("no film".utf8).write(to: broken)
            let first = Self.segments(timeline)[0].count
            let whole = try await media.film("piece.mp4", frames: first)
            let portions = [broken, whole].map { [EncodedSegment(file: $0, frameCount: first)] }
            #expect(await Self.record(portions, timeline, sound, media, in: folder).isEmpty)
        }
    }

    @Test func playlistsAreThoseOfTheStandard() {
        let variant = HLSVariant(
            title: "A", codecs: "avc1.640028,mp4a.40.2", size: FrameSize(width: 1080, height: 1920), frameRate: 30,
            targetDuration: 4)
        #expect(HLSPlaylist.master(variant).contains(#"CODECS="avc1.640028,mp4a.40.2",RESOLUTION=1080x1920"#))
        let segments = [HLSSegment(number: 0, duration: 3.1), HLSSegment(number: 1, duration: 4)]
        let growing = HLSPlaylist.media(segments, targetDuration: 4)
        #expect(abs(HLSPlaylist.seconds(growing) - 7.1) < 0.000001)
        #expect(growing.contains("#EXT-X-PLAYLIST-TYPE:EVENT") && !growing.contains("ENDLIST"))
        #expect(growing.contains("#EXTINF:3.100000,\n0.m4s\n#EXTINF:4.000000,\n1.m4s\n"))
        let whole = HLSPlaylist.ended(growing)
        #expect(whole.contains("#EXT-X-PLAYLIST-TYPE:VOD") && whole.hasSuffix("1.m4s\n#EXT-X-ENDLIST\n"))
    }

    /// The times at which the packets of a stream are shown, in seconds.
    private static func times(of file: URL, stream: String) async throws -> [Double] {
        let result = try await Tool.run(
            ToolCommand(
                "ffprobe",
                [
                    "-v", "error", "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0",
                    file.path,
                ]), output: .collected(limit: 1 << 20))
        return String(decoding: result.standardOutput, as: UTF8.self).split(whereSeparator: \.isNewline)
            .compactMap { Double($0.split(separator: ",")[0]) }
    }
}

private enum StreamTestError: Error {
    case noVariant
}
