import Foundation
import GRDB
import Glibc
import Logging
import ReelCore
import ReelDB
import ReelOutputs
import ReelRunner
import ReelStore
import ReelTestKit
import ReelTool
import Testing

/// The videos of the Python original: imported with their films, missing only if these are not there, and tried again
/// after everything else.
@Suite(.timeLimit(.minutes(4))) struct OriginalImporterTests {
    @Test func aFilmIsPublishedWithAPosterAndTheOriginalStaysAsItWas() async throws {
        try await withOriginal { original in
            try await original.makeFilm()
            let before = try Data(contentsOf: original.film)
            await original.importer.run()
            let video = try original.video()
            #expect(video.origin == .imported && video.duration == 2)
            let name = try #require(video.filePath.flatMap(OutputName.init(filePath:)))
            #expect(name.rawValue.hasPrefix("coral-gardens-") && name.claim != nil)
            #expect(try original.outputs.read(OutputKey(name, .video), 0..<before.count + 1) == before)
            #expect(try original.outputs.read(OutputKey(name, .poster), 0..<2) == Data([0xFF, 0xD8]))
            #expect(try original.outputs.list().map(\.entries.count) == [2])
            #expect(try Data(contentsOf: original.film) == before && original.workFolders() == [])
            // Its file is somebody else's now: a deletion leaves the original.
            #expect(original.outputs.delete(name).hadVideo)
            #expect(try Data(contentsOf: original.film) == before)
        }
    }

    @Test func onlyWhatIsNotThereIsMissing() async throws {
        try await withOriginal { original in
            await original.importer.run()
            // One has no path, the other one's path leads nowhere.
            let origins = try [3, 6].map { try original.video($0).origin }
            #expect(origins == [.missing, .missing])
            #expect(try original.store.videosToImport().isEmpty)
        }
    }

    enum Trouble: CaseIterable { case brokenFilm, folderInItsPlace, noOutputs, noWorkFolder }

    @Test(arguments: Trouble.allCases)
    func whatFailsOtherwiseIsTriedAgain(_ trouble: Trouble) async throws {
        try await withOriginal { original in
            let obstacle: URL
            switch trouble {
            case .brokenFilm, .folderInItsPlace: obstacle = original.film
            case .noOutputs: obstacle = original.layout.outputs
            case .noWorkFolder: obstacle = original.layout.work
            }
            if obstacle != original.film { try await original.makeFilm() }
            try FileManager.default.createDirectory(
                at: obstacle.deletingLastPathComponent(), withIntermediateDirectories: true)
            if trouble == .folderInItsPlace {
                try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            } else {
                try Data("no film, and no folder".utf8).write(to: obstacle)
            }
            await original.importer.run()
            #expect(try original.video().origin == .original)
            try FileManager.default.removeItem(at: obstacle)
            if obstacle == original.film { try await original.makeFilm() }
            #expect(try original.outputs.list() == [])
            await original.importer.run()
            #expect(try original.video().origin == .imported)
            #expect(original.workFolders() == [])
        }
    }

    /// The service is stopped while a film is looked at.
    @Test func anImportThatIsEndedIsTriedAgain() async throws {
        try await withOriginal { original in
            try FileManager.default.createDirectory(
                at: original.film.deletingLastPathComponent(), withIntermediateDirectories: true)
            // Whoever opens it waits for a writer.
            try #require(mkfifo(original.film.path, 0o600) == 0)
            let run = Task { await original.importer.run() }
            try await eventually("ffprobe to look at it") {
                !processes(under: original.folder).isEmpty
            }
            run.cancel()
            await run.value
            #expect(try original.video().origin == .original)
            try FileManager.default.removeItem(at: original.film)
            try await original.makeFilm()
            await original.importer.run()
            #expect(try original.video().origin == .imported)
        }
    }

    @Test func withoutFFprobeNothingIsLost() async throws {
        try await withOriginal { original in
            try await original.makeFilm()
            let tools = original.folder.appending(path: "bin")
            try FileManager.default.createDirectory(at: tools, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: "/usr/bin") where name != "ffprobe" {
                try FileManager.default.createSymbolicLink(
                    at: tools.appending(path: name), withDestinationURL: URL(fileURLWithPath: "/usr/bin/\(name)"))
            }
            for (path, origin) in [(tools.path, VideoOrigin.original), ("/usr/bin:/bin", .imported)] {
                let runner = try BuiltProgram(
                    "ReelRunner", arguments: ["run"],
                    environment: [
                        "REEL_HOME": original.layout.root.path, "REEL_DATABASE": original.database.path, "PATH": path,
                        "REEL_DISK_RESERVE": "1",
                    ], log: original.folder.appending(path: "log"))
                // The other video, which has no path, comes after it.
                try await eventually("the round to end") {
                    origin == .imported
                        ? try original.video().origin == origin : try original.video(6).origin == .missing
                }
                runner.send(SIGTERM)
                #expect(await runner.exit() == 0)
                #expect(try original.video().origin == origin, "\(runner.output)")
                if origin == .original { #expect(runner.output.contains("could not be imported")) }
            }
        }
    }
}

private func withOriginal(_ body: (Original) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in try await body(try await Original(folder)) }
}

/// A taken-over database in a folder of its own, and a home elsewhere.
private struct Original: Sendable {
    let folder: URL
    let database: URL
    let store: SQLiteStore
    let layout: HomeLayout
    var outputs: any OutputStore { Outputs.open(layout) }
    /// Of video 3.
    var film: URL { folder.appending(path: "python/outputs/Coral Gardens.mp4") }

    init(_ folder: URL) async throws {
        self.folder = folder
        layout = HomeLayout(root: folder.appending(path: "home"))
        database = folder.appending(path: "python/reelcraft.db")
        for folder in [layout.root, database.deletingLastPathComponent()] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        let queue = try DatabaseQueue(path: database.path)
        try await queue.writeWithoutTransaction { try $0.execute(sql: PythonDatabase.tables) }
        try queue.close()
        store = try SQLiteStore(path: database)
    }

    var importer: OriginalImporter {
        OriginalImporter(
            layout: layout, outputs: outputs, database: database, store: AsyncStore(store),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    func video(_ id: Int64 = 3) throws -> Video { try #require(try store.video(VideoID(rawValue: id))) }

    func workFolders() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: layout.work.path)) ?? []
    }

    /// Two seconds.
    func makeFilm() async throws {
        try FileManager.default.createDirectory(
            at: film.deletingLastPathComponent(), withIntermediateDirectories: true)
        try await Tool.run(
            ToolCommand(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "testsrc=size=90x160:rate=10:duration=2", "-c:v", "libx264",
                    "-preset", "ultrafast", "-pix_fmt", "yuv420p", "file:\(film.path)",
                ]))
    }
}
