import Foundation
import ReelCache
import ReelCore
import ReelFinish
import ReelTestKit
import ReelTool
import Testing

struct ProvenanceTests {
    private static let ordered = Date(timeIntervalSince1970: 1_761_561_000)

    private func input(_ media: TestMedia, spoiledBy filter: String = "anull") async throws -> FinishInput {
        let narration = try await media.narration([("sine=f=300", 1.4), ("sine=f=500", 1.2)])
        let timeline = Timeline(narration: narration)
        let choice = SceneChoice(
            kind: .picture, provider: .pexels, url: "https://p.test/1.jpg", digest: "ab12",
            credit: Credit(text: "Photo by Ada", url: "https://p.test/ada", licence: "Pexels License"), motion: .zoomIn)
        let script = Script(
            title: "Reefs",
            scenes: [
                Scene(sceneNumber: 1, script: "a", visual: choice),
                Scene(sceneNumber: 2, script: "b", visual: SceneChoice(kind: .backdrop, motion: .zoomOut)),
            ])
        let sound = try await media.sound(seconds: timeline.duration, filter: filter)
        var input = FinishInput(
            title: "Reefs", sourceURL: "https://x.test/a", script: script, narration: narration, timeline: timeline,
            sound: MasteredSound(file: sound, heard: HeardSound(facts: SoundFacts(), packets: nil)),
            pictures: try await media.film(frames: timeline.frameCount), quality: .draft)
        input.provenance = Provenance(
            orderedAt: Self.ordered, request: JobRequest(url: "https://x.test/a", quality: .draft),
            article: ReelManifest.Article(url: "https://x.test/a", title: "Of reefs", textDigest: "cd34"),
            settings: ["REEL_FINISH_LOUDNESS": "-14.0"])
        return input
    }

    @Test func theFileSaysWhatItIsAndTheManifestOfWhat() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let reel = try await media.stage.run(try await input(media), in: media.context)
            let answer = try await Tool.run(
                ToolCommand(
                    "ffprobe", ["-v", "error", "-show_entries", "format_tags", "-of", "json", reel.files.video.path])
            ).standardOutput
            let json = try #require(try JSONSerialization.jsonObject(with: answer) as? [String: [String: Any]])
            let tags = try #require(json["format"]?["tags"] as? [String: String])
            #expect(tags["title"] == "Reefs" && tags["encoder"] == "ReelCraft")
            #expect(tags["description"] == "Source: https://x.test/a")
            #expect(tags["date"] == "2025-10-27T10:30:00Z" && tags["creation_time"] == "2025-10-27T10:30:00.000000Z")
            #expect(tags["comment"]?.contains("made by a machine") == true)
            #expect(tags["copyright"] == "Photo by Ada")

            let manifest = try ReelManifest.read(try #require(reel.files[.manifest]))
            #expect(manifest.date == Self.ordered && manifest.isMadeByMachine)
            #expect(manifest.script == reel.script && manifest.request?.url == "https://x.test/a")
            #expect(manifest.article?.textDigest == "cd34")
            let picture = try #require(manifest.inputs.first { $0.role == .picture })
            #expect(picture.digest == "ab12" && picture.licence == "Pexels License" && picture.credit == "Photo by Ada")
            #expect(manifest.inputs.count { $0.role == .speech } == 2)
            #expect(manifest.inputs.allSatisfy { $0.digest?.isEmpty == false })
            #expect(manifest.files["mp4"] == (try SHA256Digest.file(reel.files.video)))
            #expect(manifest.packages["ffmpeg"] != nil || Tool.find("dpkg-query") == nil)
            let text = String(decoding: try manifest.data, as: UTF8.self)
            #expect(!text.contains(folder.path))
        }
    }

    @Test func everyFileIsTheSameToTheByteWhereverItIsMade() async throws {
        func digests() async throws -> [ReelFile: String] {
            try await withTemporaryFolder { folder in
                let media = TestMedia(folder: folder)
                let reel = try await media.stage.run(try await input(media), in: media.context)
                return try Dictionary(
                    uniqueKeysWithValues: reel.files.all.map { ($0.file, try SHA256Digest.file($0.place)) })
            }
        }
        let first = try await digests()
        #expect(try await digests() == first)
        #expect(first.count == ReelFile.allCases.count)
    }

    @Test func aQuietSoundIsMasteredAgainAndTheReportSaysSo() async throws {
        try await withTemporaryFolder { folder in
            let media = TestMedia(folder: folder)
            let reel = try await media.stage.run(try await input(media, spoiledBy: "volume=-6dB"), in: media.context)
            let report = try Data(contentsOf: try #require(reel.files[.report]))
            let json = try #require(try JSONSerialization.jsonObject(with: report) as? [String: Any])
            #expect((json["faults"] as? [Any])?.isEmpty == true)
            let repairs = try #require(json["repairs"] as? [String])
            #expect(repairs.count == 1 && repairs[0].hasPrefix("The sound was mastered again, with +"))
            let check = try await DeliveryCheck().inspect(reel.files.video, for: .anyReel())
            #expect(abs(try #require(check.found.loudness).integrated + 14) < 0.6)
        }
    }

    @Test func whatCannotBePutRightIsLeft() throws {
        let timeline = Timeline(narration: Narration(voice: "", scenes: []))
        let wanted = DeliveryExpectation(quality: .draft, timeline: timeline)
        func repair(_ aspects: [DeliveryFault.Aspect], loudness: Double = -20) -> Repair? {
            var report = DeliveryReport(faults: aspects.map { DeliveryFault(aspect: $0, message: "") })
            report.found.loudness = Loudness(integrated: loudness, truePeak: -0.5)
            return Repair.of(report, wanted)
        }
        #expect(repair([]) == nil)
        #expect(repair([.loudness, .truePeak]) == .sound(gain: 6, ceiling: -2.5))
        #expect(repair([.loudness], loudness: -70) == nil)
        #expect(repair([.order, .metadata]) == .join)
        #expect(repair([.frameSize, .loudness]) == nil)
        #expect(repair([.black]) == nil)
    }

    @Test func anotherFormatIsRefusedInWords() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "m.json")
            try Data("{\"format\":\"reelcraft-manifest/9\"}".utf8).write(to: file)
            let error = try #require(throws: ManifestError.self) { try ReelManifest.read(file) }
            #expect(error.failure.code == "manifest_format" && error.failure.message.contains("reelcraft-manifest/9"))
            try Data("[]".utf8).write(to: file)
            #expect(throws: ManifestError.self) { try ReelManifest.read(file) }
        }
    }
}
