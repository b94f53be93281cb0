import Foundation
import ReelCore
import ReelOutputs
import ReelStore
import ReelTestKit
import ReelTool
import Testing

/// The stream of a reel in the making, as nginx would serve it.
@Suite struct HLSPublisherTests {
    private let variant = HLSVariant(
        title: "Tides & Stars", codecs: "avc1.64001E,mp4a.40.2", size: FrameSize(width: 360, height: 640),
        frameRate: 30, targetDuration: 4)

    private struct World {
        let outputs: LocalOutputs
        let root: URL
        let work: URL
        let claim = ClaimID()
        var live: URL { work.appending(path: HLSFile.workFolderName) }

        init(_ folder: URL) throws {
            root = folder.appending(path: "outputs")
            outputs = LocalOutputs(folder: root)
            work = folder.appending(path: "work")
            try FileManager.default.createDirectory(at: live, withIntermediateDirectories: true)
            for (index, name) in [HLSFile.initSection.name, "0.m4s", "1.m4s", "2.m4s"].enumerated() {
                try Data(count: 1000 * index).write(to: live.appending(path: name))
            }
        }

        var name: OutputName { OutputName(title: "Tides & Stars", claim: claim) }
        var folder: URL { root.appending(path: HLSFile.folder(name.rawValue)) }

        func text(_ file: HLSFile) -> String {
            (try? String(contentsOf: folder.appending(path: file.name), encoding: .utf8)) ?? ""
        }

        var list: String { text(.mediaPlaylist) }

        var publisher: HLSPublisher { HLSPublisher(outputs: outputs, workFolder: work, claim: claim) }

        /// Publishes a reel of two scenes.
        func publish(duration: Double = 6) throws -> NewVideo {
            let files = ReelFiles(folder: work)
            for (_, place) in files.all { try Data().write(to: place) }
            let script = Script(
                title: "Tides & Stars", scenes: (1...2).map { Scene(sceneNumber: $0, script: "Scene \($0).") })
            return try outputs.publish(
                Reel(
                    title: script.title, sourceURL: "", script: script, voice: "test", duration: duration, files: files),
                from: work, claim: claim)
        }
    }

    @Test func growsAndBecomesWhole() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let publisher = world.publisher
            #expect(try await publisher.add(.variant(variant)) == nil)
            let path = try #require(try await publisher.add(.segment(HLSSegment(number: 0, duration: 3.5))))
            #expect(path == "outputs/tides-stars-\(world.claim).mp4")
            #expect(world.list.contains("EVENT") && world.list.hasSuffix("#EXTINF:3.500000,\n0.m4s\n"))
            // One that is reported out of turn is not listed.
            #expect(try await publisher.add(.segment(HLSSegment(number: 7, duration: 1))) == nil)
            // There may be more of them than scenes.
            #expect(try await publisher.add(.segment(HLSSegment(number: 1, duration: 1.5))) == nil)
            #expect(try await publisher.add(.segment(HLSSegment(number: 2, duration: 1))) == nil)
            #expect(!world.list.contains("7.m4s"))
            #expect(world.text(.masterPlaylist).contains(":BANDWIDTH=24500000,CODECS"))
            let video = try world.publish()
            #expect(video.hasStream && video.filePath == path)
            #expect(world.list.contains("VOD") && world.list.hasSuffix("2.m4s\n#EXT-X-ENDLIST\n"))
            // 1000, 2000 and 3000 bytes of 3.5, 1.5 and 1 s: the peak is that of the last two, which last half the target.
            #expect(
                world.text(.masterPlaylist).contains(
                    "#EXT-X-STREAM-INF:BANDWIDTH=16000,AVERAGE-BANDWIDTH=8000,CODECS=\"avc1.64001E,mp4a.40.2\",RES"))
            #expect(world.outputs.delete(world.name).hadVideo)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.root.path) == [])
        }
    }

    @Test func oneThatLacksSegmentsIsNoneInTheEnd() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let publisher = world.publisher
            _ = try await publisher.add(.variant(variant))
            _ = try await publisher.add(.segment(HLSSegment(number: 0, duration: 3.5)))
            _ = try await publisher.add(.segment(HLSSegment(number: 1, duration: 1.5)))
            #expect(try !world.publish().hasStream)
            #expect(!FileManager.default.fileExists(atPath: world.folder.path))
        }
    }

    @Test func goesWithItsAttempt() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            _ = try await world.publisher.add(.variant(variant))
            try world.outputs.withdraw(filesOf: [ClaimID()])
            #expect(FileManager.default.fileExists(atPath: world.folder.path))
            try world.outputs.withdraw(filesOf: [world.claim])
            #expect(!FileManager.default.fileExists(atPath: world.folder.path))
        }
    }

    /// What an attempt reports is copied into a playlist only if it can stand there.
    @Test(arguments: [
        ("avc1\"\n#EXT-X-KEY:METHOD=AES-128,URI=\"https://evil.example/", 4, 2.0), ("avc1", 0, 2), ("avc1", 4, 1e300),
        ("avc1", 4, -1), ("avc1", 4, 0),
    ])
    func nonsenseIsNotPublished(codecs: String, targetDuration: Int, duration: Double) async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let publisher = world.publisher
            var variant = variant
            (variant.codecs, variant.targetDuration) = (codecs, targetDuration)
            _ = try await publisher.add(.variant(variant))
            #expect(try await publisher.add(.segment(HLSSegment(number: 0, duration: duration))) == nil)
            #expect(world.list.isEmpty && !world.text(.masterPlaylist).contains("evil"))
        }
    }

    /// The bit rates of a stream that ffmpeg made, against what ffmpeg itself measures.
    @Test func theBitRatesAreThoseOfTheSegments() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            // Quiet, then noise, then quiet: its peak is far above its average.
            let source =
                "testsrc2=size=360x640:rate=30:duration=12,"
                + "noise=alls=60:allf=t:enable='between(t,4,6)'"
            try await Tool.run(
                ToolCommand(
                    "ffmpeg",
                    [
                        "-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "ultrafast", "-g",
                        "60",
                        "-f", "hls", "-hls_time", "2", "-hls_segment_type", "fmp4", "-hls_playlist_type", "vod",
                        "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename", "\(world.live.path)/%d.m4s",
                        "\(world.live.path)/made.m3u8",
                    ]))
            let publisher = world.publisher
            _ = try await publisher.add(.variant(variant))
            for number in 0..<6 { _ = try await publisher.add(.segment(HLSSegment(number: number, duration: 2))) }
            #expect(try world.publish(duration: 12).hasStream)

            let sizes = try (0..<6).map { number in
                try world.live.appending(path: "\(number).m4s").resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
            }
            let bits = sizes.map { $0 * 8 }
            let loudest = try #require(bits.max())
            // A run lasts from 2 to 6 s, so the loudest segment alone is the peak.
            let line = try #require(
                world.text(.masterPlaylist).firstMatch(of: /:BANDWIDTH=(\d+),AVERAGE-BANDWIDTH=(\d+),/))
            #expect(Int(line.1) == (loudest + 1) / 2)
            #expect(Int(line.2) == Int((Double(bits.reduce(0, +)) / 12).rounded(.up)))
            #expect(loudest / 2 > 3 * bits.reduce(0, +) / 12 / 2)
            // What ffmpeg hears from the playlist is all of it.
            let probe = try await Tool.run(
                ToolCommand(
                    "ffprobe",
                    [
                        "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0",
                        world.folder.appending(path: HLSFile.masterPlaylist.name).path,
                    ]))
            let seconds = String(decoding: probe.standardOutput, as: UTF8.self).split(separator: "\n").first
            #expect(abs((seconds.flatMap { Double($0) } ?? 0) - 12) < 0.1)
        }
    }
}

@Suite struct HLSBandwidthTests {
    @Test func thePeakIsOfRunsNeitherTooShortNorTooLong() {
        // Half a second of much is too short to be a peak of its own when segments may last 4 s.
        let segments = [(4.0, 4000), (0.5, 4000), (1.5, 2000), (4, 4000)].map { (seconds: $0.0, bytes: $0.1) }
        let bandwidth = HLSBandwidth(of: segments, targetDuration: 4)
        #expect(bandwidth == HLSBandwidth(peak: 24000, average: 11200))
    }

    @Test func aStreamShorterThanAnyRunPeaksAtItsAverage() {
        #expect(HLSBandwidth(of: [(0.5, 100)], targetDuration: 4) == HLSBandwidth(peak: 1600, average: 1600))
        #expect(HLSBandwidth(of: [], targetDuration: 4) == nil)
    }
}
