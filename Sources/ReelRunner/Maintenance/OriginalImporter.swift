import Foundation
import Glibc
import Logging
import ReelCache
import ReelCore
import ReelOutputs
import ReelStore
import ReelTool

/// Publishes the videos of the Python ReelCraft, whose database was taken over.
///
/// The original wrote paths relative to its own folder, in which its database lies too. Its files are linked, or copied
/// where that cannot be, and never changed. A video whose file is not there is marked as missing; after any other error
/// it is tried again in the next round.
package struct OriginalImporter: Sendable {
    let layout: HomeLayout
    let outputs: any OutputStore
    /// Against which the original's paths are read: the folder of the database.
    let folder: URL
    let store: AsyncStore
    let logger: Logger

    package init(
        layout: HomeLayout, outputs: any OutputStore, database: URL, store: AsyncStore, logger: Logger
    ) {
        self.layout = layout
        self.outputs = outputs
        folder = database.deletingLastPathComponent()
        self.store = store
        self.logger = logger
    }

    package func run() async {
        do {
            for video in try await store.perform({ try $0.videosToImport() }) {
                try Task.checkCancellation()
                try await importOne(video)
            }
        } catch is CancellationError {
        } catch {
            logger.error("the videos of the original could not be imported", metadata: ["error": "\(error)"])
        }
    }

    /// - Throws: what the store throws; `CancellationError`.
    private func importOne(_ video: Video) async throws {
        let metadata: Logger.Metadata = ["video": "\(video.id)", "path": "\(video.filePath ?? "")"]
        guard let file = sourceFile(of: video) else {
            try await store.perform { try $0.setImported(video.id, film: nil) }
            logger.warning("the file of a video of the original is not there any more", metadata: metadata)
            return
        }
        let name = OutputName(title: video.title, claim: ClaimID())
        do {
            let film = try await publish(file, as: name)
            try await store.perform { try $0.setImported(video.id, film: film) }
            logger.info("a video of the original is imported", metadata: metadata)
        } catch {
            // Tools that are ended because we are do not say so themselves.
            try Task.checkCancellation()
            if error is StoreError || error is CancellationError { throw error }
            _ = outputs.delete(name)
            logger.warning(
                "a video of the original could not be imported; it is tried again within the hour",
                metadata: metadata.merging(["error": "\(error)"]) { $1 })
        }
    }

    /// - Returns: `nil` when there is none: no path, or nothing at that path.
    private func sourceFile(of video: Video) -> URL? {
        guard let path = video.filePath else { return nil }
        let file = URL(fileURLWithPath: path, relativeTo: folder)
        var status = stat()
        // Of a file that cannot be reached for another reason, publishing it says why.
        guard stat(file.path, &status) != 0, errno == ENOENT || errno == ENOTDIR else { return file }
        return nil
    }

    private func publish(_ file: URL, as name: OutputName) async throws -> ImportedFilm {
        let work = layout.work.appending(path: "import-\(UUID().uuidString.lowercased())")
        try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
        // Held as long as we need the folder: other runners' sweepers leave it alone.
        let lock = FolderLock.hold(work)
        defer {
            try? FileManager.default.removeItem(at: work)
            close(lock)
        }
        let duration = try await duration(file)
        let poster = work.appending(path: ReelFile.poster.name("reel"))
        try await makePoster(of: file, at: poster, second: min(1.2, duration / 2))
        return try await blocking { [outputs] in
            let real = file.resolvingSymlinksInPath()
            let film = try UntrustedFolder(real.deletingLastPathComponent()).file(real.lastPathComponent)
            let still = try UntrustedFolder(work).file(poster.lastPathComponent)
            try outputs.publish([
                (.moving(still), OutputKey(name, .poster)), (.keeping(film), OutputKey(name, .video)),
            ])
            return ImportedFilm(
                filePath: name.filePath, duration: duration, sizeMB: Double(film.size) / 1_048_576)
        }
    }

    private static let reading = ["-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file"]

    /// - Returns: seconds.
    private func duration(_ film: URL) async throws -> Double {
        let answer = try await Tool.run(
            ToolCommand(
                "ffprobe",
                Self.reading + ["-show_entries", "format=duration", "-of", "csv=p=0", "file:\(film.path)"],
                timeout: .seconds(60)))
        let text = String(decoding: answer.standardOutput, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        guard let seconds = Double(text), seconds > 0 else { throw NoDuration() }
        return seconds
    }

    private func makePoster(of film: URL, at poster: URL, second: Double) async throws {
        _ = try await Tool.run(
            ToolCommand(
                "ffmpeg",
                Self.reading + [
                    "-nostdin", "-ss", String(format: "%.3f", second), "-i", "file:\(film.path)", "-frames:v", "1",
                    "-q:v", "3", "-f", "image2", "-update", "1", "-y", "file:\(poster.path)",
                ], timeout: .seconds(60)))
    }
}

private struct NoDuration: Error, CustomStringConvertible {
    let description = "ffprobe finds no duration in it"
}
