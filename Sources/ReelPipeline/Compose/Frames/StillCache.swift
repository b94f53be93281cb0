import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Prepares the stills that are needed, each once, however many segments show it at the same time.
actor StillCache {
    private let cache: ContentCache
    private let ffmpeg: String
    private let version: String
    private let workFolder: URL
    private var stills: [ContentKey: Task<Still, any Error>] = [:]

    init(cache: ContentCache, ffmpeg: String, version: String, workFolder: URL) {
        self.cache = cache
        self.ffmpeg = ffmpeg
        self.version = version
        self.workFolder = workFolder
    }

    /// - Throws: `ComposeError`, file errors.
    func still(_ picture: PreparedPicture) async throws -> Still {
        let key = picture.stillKey(version: version)
        if let known = stills[key] { return try await known.value }
        let (cache, ffmpeg, workFolder) = (cache, ffmpeg, workFolder)
        let making = Task {
            try await Self.make(picture, key: key, cache: cache, ffmpeg: ffmpeg, workFolder: workFolder)
        }
        stills[key] = making
        // A task of its own does not end when the caller is cancelled; so it is told.
        return try await withTaskCancellationHandler {
            try await making.value
        } onCancel: {
            making.cancel()
        }
    }

    private static func make(
        _ picture: PreparedPicture, key: ContentKey, cache: ContentCache, ffmpeg: String, workFolder: URL
    ) async throws -> Still {
        let name = "still.yuv"
        let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
            do {
                let arguments = FFmpegArguments.still(
                    picture: picture.file, format: picture.format, layout: picture.layout,
                    to: folder.appending(path: name))
                try await Tool.run(ToolCommand(ffmpeg, arguments))
            } catch {
                throw ComposeError.explain(error) {
                    .pictureUnreadable(sceneNumber: picture.sceneNumber, lastWords: $0)
                }
            }
        }
        return try Still(file: entry.file(name), size: picture.layout.still)
    }
}

/// A scene's picture, looked at but not yet made into a still.
struct PreparedPicture: Sendable {
    let sceneNumber: Int
    let file: URL
    let digest: String
    let format: PictureFormat
    let layout: StillLayout

    /// - Throws: `ComposeError.pictureUnreadable`.
    init(_ visual: SceneVisual, output: FrameSize) throws {
        func unreadable(_ why: String) -> ComposeError {
            .pictureUnreadable(sceneNumber: visual.sceneNumber, lastWords: why)
        }
        do {
            let handle = try FileHandle(forReadingFrom: visual.file)
            // Only read.
            defer { try? handle.close() }
            guard let format = PictureFormat(try handle.read(upToCount: 8) ?? Data()) else {
                throw unreadable("neither PNG nor JPEG")
            }
            guard visual.size.width > 0, visual.size.height > 0 else { throw unreadable("a picture without a size") }
            self.format = format
            digest = try SHA256Digest.file(visual.file)
        } catch let error as CocoaError {
            throw unreadable(error.localizedDescription)
        }
        sceneNumber = visual.sceneNumber
        file = visual.file
        layout = StillLayout(picture: visual.size, output: output, focus: visual.choice.focus)
    }

    /// Raise the number when the same arguments begin to mean another still.
    func stillKey(version: String) -> ContentKey {
        let nowhere = URL(fileURLWithPath: "/")
        let recipe = FFmpegArguments.still(picture: nowhere, format: format, layout: layout, to: nowhere)
        return ContentKey(recipe: "still/1", [digest, version] + recipe)
    }
}
