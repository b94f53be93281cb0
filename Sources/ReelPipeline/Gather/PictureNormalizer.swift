import Foundation
import ReelCache
import ReelCore
import ReelTool

/// A picture of the page as it came, known by its bytes.
package struct SourcePicture: Sendable {
    package var file: URL
    /// SHA-256 of the bytes.
    package var digest: String
    package var header: ImageHeader

    package init(file: URL, digest: String, header: ImageHeader) {
        self.file = file
        self.digest = digest
        self.header = header
    }
}

/// A picture decoded and written anew by us.
package struct NormalizedPicture: Hashable, Sendable {
    package var file: URL
    package var size: FrameSize
    package var thumbnail: Thumbnail
}

/// Decodes a stranger's picture in a child process with limits, turns it upright, and writes it as plain RGB.
package struct PictureNormalizer: Sendable {
    /// Raised whenever the code below makes something else of the same bytes.
    static let recipe = "picture/1"

    package var cache: ContentCache
    package var settings: GatherSettings

    package init(cache: ContentCache, settings: GatherSettings) {
        self.cache = cache
        self.settings = settings
    }

    /// - Parameter largestEdge: pixels of the longer edge at most.
    /// - Throws: `PictureProblem` when the picture cannot be used; `GatherError`; file errors; `CancellationError`.
    package func normalize(
        _ picture: SourcePicture, largestEdge: Int, workFolder: URL
    ) async throws -> NormalizedPicture {
        let key = ContentKey(
            recipe: Self.recipe, [picture.digest, picture.header.format.rawValue, String(largestEdge)])
        let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
            try await make(picture, largestEdge: largestEdge, in: folder)
        }
        let facts = try JSONDecoder().decode(Facts.self, from: Data(contentsOf: entry.file(Facts.name)))
        if facts.thumbnail.isBlank { throw PictureProblem.blank }
        return NormalizedPicture(file: entry.file(facts.file), size: facts.size, thumbnail: facts.thumbnail)
    }

    /// What is kept beside the picture.
    private struct Facts: Codable {
        static let name = "picture.json"
        var file: String
        var size: FrameSize
        var thumbnail: Thumbnail
    }

    private func make(_ picture: SourcePicture, largestEdge: Int, in folder: URL) async throws {
        let name = picture.header.isLossless ? "picture.png" : "picture.jpg"
        let output = folder.appending(path: name)
        var background: String?
        if picture.header.mayBeTransparent {
            background = AlphaProbe.background(
                try await ffmpeg(
                    PictureArguments.alphaProbe(picture.file, header: picture.header, pixels: settings.pixels)))
        }
        let pixels = try await ffmpeg(
            PictureArguments.normalize(
                picture.file, header: picture.header, background: background, largestEdge: largestEdge,
                pixels: settings.pixels, output: output))
        guard let thumbnail = Thumbnail(pixels), let written = try? Data(contentsOf: output) else {
            throw PictureProblem.undecodable("nothing came out")
        }
        let facts = Facts(file: name, size: try ImageHeader.read([UInt8](written)).size, thumbnail: thumbnail)
        try JSONEncoder().encode(facts).write(to: folder.appending(path: Facts.name))
    }

    /// The bytes of standard output.
    private func ffmpeg(_ arguments: [String]) async throws -> [UInt8] {
        let limits = ToolLimits(memory: 3 << 30, cpuSeconds: 60, fileSize: 256 << 20)
        do {
            let result = try await Tool.run(
                ToolCommand("ffmpeg", arguments, limits: limits, timeout: .seconds(60)),
                output: .collected(limit: 1 << 20))
            return [UInt8](result.standardOutput)
        } catch let error as ToolError {
            if error.isDiskFull { throw JobFailure.diskFull(in: .gather, detail: error.description) }
            switch error {
            case .notFound: throw GatherError.ffmpegMissing
            case .failed(_, let status, let tail):
                throw PictureProblem.undecodable(tail.isEmpty ? status : String(tail.suffix(300)))
            default: throw PictureProblem.undecodable(error.description)
            }
        }
    }
}
