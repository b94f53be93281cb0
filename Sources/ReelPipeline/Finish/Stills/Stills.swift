import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Poster, sprite and preview of a film that was checked. Poster and preview depend on its beginning only, so an edit
/// further on finds them in the cache.
struct Stills: Sendable {
    let cache: ContentCache
    let input: FinishInput
    let film: CheckedFilm
    let places: Places

    /// - Throws: `FinishError`; file errors; `CancellationError`.
    func make(in context: StageContext) async throws {
        async let sheet: Void = makeSprite()
        async let poster: Void = makePoster(context)
        async let preview: Void = makePreview(context)
        _ = try await (sheet, poster, preview)
    }

    private func makeSprite() async throws {
        let expected = film.sprite.tiles.count * film.sprite.tileBytes
        guard film.tiles.count == expected else {
            throw FinishError.posterFailed(reason: "\(film.tiles.count) bytes of tiles, not \(expected)")
        }
        try await Tool.finish("ffmpeg", film.sprite.arguments(output: places[.sprite]), input: film.tiles) {
            .posterFailed(reason: $0)
        }
        let sheet = places[.sprite].lastPathComponent
        try Data(film.sprite.index(sheet: sheet).utf8).write(to: places[.spriteIndex])
    }

    private func makePoster(_ context: StageContext) async throws {
        let video = places[.video]
        let poster = Poster(input.timeline, input.script, packets: film.packets, black: film.black)
        let names = (jpeg: "poster.jpg", webP: "poster.webp")
        try await kept(poster.recipe, poster.packets(film.packets), [], context) { folder in
            try await Tool.finish(
                "ffmpeg",
                poster.arguments(
                    video, jpeg: folder.appending(path: names.jpeg), webP: folder.appending(path: names.webP))
            ) { .posterFailed(reason: $0) }
        } take: { entry in
            try FileManager.default.copyItem(at: entry.appending(path: names.jpeg), to: places[.poster])
            try FileManager.default.copyItem(at: entry.appending(path: names.webP), to: places[.posterWebP])
        }
    }

    private func makePreview(_ context: StageContext) async throws {
        let video = places[.video]
        let frames = Int(Preview.seconds * Double(input.timeline.frameRate))
        let text = "\(input.frame.width)x\(input.frame.height) \(min(frames, input.timeline.frameCount))"
        try await kept(Preview.recipe, film.packets?.part(0..<frames), [text], context) { folder in
            let arguments = Preview.arguments(video, frame: input.frame, output: folder.appending(path: "preview.mp4"))
            try await Tool.finish("ffmpeg", arguments) { .posterFailed(reason: $0) }
        } take: { entry in
            try FileManager.default.copyItem(at: entry.appending(path: "preview.mp4"), to: places[.preview])
        }
    }

    /// Makes something of some packets, or finds what was made of the same ones.
    private func kept(
        _ recipe: String, _ packets: ArraySlice<FilmPackets.Packet>?, _ texts: [String], _ context: StageContext,
        make: (URL) async throws -> Void, take: (URL) throws -> Void
    ) async throws {
        guard let packets, !packets.isEmpty, let key = film.packets?.key(recipe, packets, texts) else {
            let folder = context.workFolder.appending(path: recipe.replacing("/", with: "-"))
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try await make(folder)
            return try take(folder)
        }
        try take(try await cache.entry(key, linkedInto: context.workFolder, make: make).folder)
    }
}
