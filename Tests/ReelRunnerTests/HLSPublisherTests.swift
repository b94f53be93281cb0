import Foundation
import ReelCore
import ReelRunner
import ReelStore
import ReelTestKit
import Testing

/// The stream of a reel in the making, as nginx would serve it.
@Suite struct HLSPublisherTests {
    private let opening = LiveOpening(
        title: "Tides & Stars", codecs: "avc1.64001E,mp4a.40.2", size: FrameSize(width: 360, height: 640),
        frameRate: 30,
        longestSegment: 4)

    private struct World {
        let layout: HomeLayout
        let work: URL
        let claim = ClaimID()

        init(_ folder: URL) throws {
            layout = HomeLayout(root: folder)
            work = folder.appending(path: "work")
            let live = work.appending(path: LiveStream.folderName)
            try FileManager.default.createDirectory(at: live, withIntermediateDirectories: true)
            for name in [LiveStream.initName, "0.m4s", "1.m4s", "2.m4s"] {
                try Data(name.utf8).write(to: live.appending(path: name))
            }
        }

        var folder: URL {
            layout.outputs.appending(path: LiveStream.folder("tides-stars-\(claim.rawValue.prefix(8))"))
        }

        var list: String {
            (try? String(contentsOf: folder.appending(path: LiveStream.mediaName), encoding: .utf8)) ?? ""
        }

        var shelf: HLSPublisher { HLSPublisher(layout: layout, workFolder: work, claim: claim) }

        /// Publishes a reel of two scenes.
        func publish() throws -> NewVideo {
            let files = ReelFiles(folder: work)
            for (_, place) in files.all { try Data().write(to: place) }
            let script = Script(
                title: "Tides & Stars", scenes: (1...2).map { Scene(sceneNumber: $0, script: "Scene \($0).") })
            return try OutputPublisher(layout: layout).publish(
                Reel(title: script.title, sourceURL: "", script: script, voice: "test", duration: 6, files: files),
                from: work, claim: claim)
        }
    }

    @Test func growsAndBecomesWhole() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let shelf = world.shelf
            #expect(try await shelf.add(.opening(opening)) == nil)
            let path = try #require(try await shelf.add(.segment(LiveSegment(number: 0, duration: 3.5))))
            #expect(path == "outputs/tides-stars-\(world.claim.rawValue.prefix(8)).mp4")
            #expect(world.list.contains("EVENT") && world.list.hasSuffix("#EXTINF:3.500000,\n0.m4s\n"))
            // One that is said out of turn is not listed.
            #expect(try await shelf.add(.segment(LiveSegment(number: 7, duration: 1))) == nil)
            // There may be more of them than scenes.
            #expect(try await shelf.add(.segment(LiveSegment(number: 1, duration: 1.5))) == nil)
            #expect(try await shelf.add(.segment(LiveSegment(number: 2, duration: 1))) == nil)
            #expect(!world.list.contains("7.m4s"))
            let video = try world.publish()
            #expect(video.hasStream && video.filePath == path)
            #expect(world.list.contains("VOD") && world.list.hasSuffix("2.m4s\n#EXT-X-ENDLIST\n"))
            OutputPublisher(layout: world.layout).withdraw(path)
            #expect(try FileManager.default.contentsOfDirectory(atPath: world.layout.outputs.path) == [])
        }
    }

    @Test func oneThatLacksSegmentsIsNoneInTheEnd() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let shelf = world.shelf
            _ = try await shelf.add(.opening(opening))
            _ = try await shelf.add(.segment(LiveSegment(number: 0, duration: 3.5)))
            _ = try await shelf.add(.segment(LiveSegment(number: 1, duration: 1.5)))
            #expect(try !world.publish().hasStream)
            #expect(!FileManager.default.fileExists(atPath: world.folder.path))
        }
    }

    @Test func goesWithItsAttempt() async throws {
        try await withTemporaryFolder { folder in
            let world = try World(folder)
            let shelf = world.shelf
            _ = try await shelf.add(.opening(opening))
            OutputPublisher(layout: world.layout).withdraw(filesOf: [ClaimID()])
            #expect(FileManager.default.fileExists(atPath: world.folder.path))
            OutputPublisher(layout: world.layout).withdraw(filesOf: [world.claim])
            #expect(!FileManager.default.fileExists(atPath: world.folder.path))
        }
    }
}
