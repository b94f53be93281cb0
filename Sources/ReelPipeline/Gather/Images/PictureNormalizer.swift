import Foundation
import ReelCache
import ReelCore
import ReelTool

/// A picture as it came, known by its bytes.
package struct SourcePicture: Hashable, Sendable {
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

/// A picture decoded and written anew by us, with what was measured of it.
package struct NormalizedPicture: Hashable, Sendable {
    package var file: URL
    package var size: FrameSize
    package var thumbnail: Thumbnail
    package var measures: PictureMeasures
}

/// What a picture's pixels tell, measured when it is decoded.
package struct PictureMeasures: Hashable, Codable, Sendable {
    /// See `Sharpness`.
    package var sharpness: Double
    /// See `FocusMeasure`.
    package var focus: FocusPoint
    /// See `LeadColours`; `nil` for a grey picture.
    package var colours: [UInt32]?

    package init(_ image: AnalysisImage) {
        sharpness = Sharpness.share(image)
        focus = FocusMeasure.focus(image)
        colours = LeadColours.of(image)
    }
}

/// Decodes an untrusted picture in a child process with limits, turns it upright, and writes it as plain RGB.
package struct PictureNormalizer: Sendable {
    /// Raised whenever the code below, or a measure, makes something else of the same bytes.
    static let recipe = "picture/2"

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
        return try PictureFacts.picture(in: entry)
    }

    private func make(_ picture: SourcePicture, largestEdge: Int, in folder: URL) async throws {
        let name = picture.header.isLossless ? "picture.png" : "picture.jpg"
        let output = folder.appending(path: name)
        let image = folder.appending(path: "image.rgb")
        var background: String?
        if picture.header.mayBeTransparent {
            background = AlphaProbe.background(
                try await PictureTool.ffmpeg(
                    PictureArguments.alphaProbe(picture.file, header: picture.header, pixels: settings.pixels)))
        }
        let thumbnail = try await PictureTool.ffmpeg(
            PictureArguments.normalize(
                picture.file, header: picture.header, background: background, largestEdge: largestEdge,
                pixels: settings.pixels, output: output, image: image))
        try PictureFacts.write(thumbnail: thumbnail, image: image, picture: name, in: folder)
    }
}

/// What is kept beside a picture.
struct PictureFacts: Codable {
    private static let name = "picture.json"

    var file: String
    var size: FrameSize
    var thumbnail: Thumbnail
    var measures: PictureMeasures

    /// Measures what ffmpeg has written, and removes what was written for measuring only.
    ///
    /// - Throws: `PictureProblem`; file errors.
    static func write(thumbnail: [UInt8], image: URL, picture name: String, in folder: URL) throws {
        guard let thumbnail = Thumbnail(thumbnail),
            let written = try? Data(contentsOf: folder.appending(path: name)), let seen = try? Data(contentsOf: image)
        else { throw PictureProblem.undecodable("nothing came out") }
        try FileManager.default.removeItem(at: image)
        let size = try ImageHeader.read([UInt8](written)).size
        guard let image = AnalysisImage([UInt8](seen), size: AnalysisImage.size(of: size)) else {
            throw PictureProblem.undecodable("its image has another size")
        }
        let facts = PictureFacts(file: name, size: size, thumbnail: thumbnail, measures: PictureMeasures(image))
        try WireCoding.encode(facts).write(to: folder.appending(path: Self.name))
    }

    /// - Throws: `PictureProblem.blank`; file errors.
    static func picture(in entry: ContentCache.Entry) throws -> NormalizedPicture {
        let facts = try JSONDecoder().decode(PictureFacts.self, from: Data(contentsOf: entry.file(name)))
        if facts.thumbnail.isBlank { throw PictureProblem.blank }
        return NormalizedPicture(
            file: entry.file(facts.file), size: facts.size, thumbnail: facts.thumbnail, measures: facts.measures)
    }
}
