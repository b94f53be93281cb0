import Foundation
import ReelCache
import ReelCore
import ReelSlots
import ReelTool

/// What is seen, and where in it the piece begins.
struct Look: Sendable {
    enum Source: Sendable {
        /// A picture, and the camera's way over it.
        case still(PreparedPicture, CameraPath)
        case clip(PreparedClip)
    }

    var source: Source
    var firstFrame: Int
    var shade: Shade

    func keyText(version: String) -> String {
        let shades = shade.gain.map(String.init).joined(separator: " ")
        let what =
            switch source {
            case .still(let picture, let path): "\(picture.stillKey(version: version)) \(path.keyText)"
            case .clip(let clip): clip.keyText(version: version)
            }
        return "\(what) from \(firstFrame) shade \(shades)"
    }
}

/// All that makes one piece what it is, known before anything is drawn.
struct PieceRecipe: Sendable {
    var piece: Piece
    /// For people: "scene 3".
    var name: String
    var size: FrameSize
    var frameRate: Int
    var profile: EncoderProfile
    /// The scene's own picture.
    var current: Look
    /// The picture before, while it fades away.
    var fading: Look?
    /// Whether that one is pushed out instead.
    var isPushed = false
    /// The ASS document, `nil` without captions.
    var captions: String?

    var frameCount: Int { piece.frames.count }

    /// `nil` without captions.
    func drawnCaptions(_ timeline: Timeline) -> DrawnCaptions? {
        captions.map { document in
            DrawnCaptions(
                startFrame: timeline.scenes[piece.scene].startFrame + piece.frames.lowerBound, frameCount: frameCount,
                document: document)
        }
    }

    /// The key of everything that goes into the bytes. Raise the number when the code draws something else.
    func key(version: String, fonts: String) -> ContentKey {
        let nowhere = URL(fileURLWithPath: "/")
        let arguments = FFmpegArguments.encode(
            frames: frameCount, size: size, frameRate: frameRate, captions: captions == nil ? nil : nowhere,
            profile: profile, to: nowhere)
        let parts = [
            version, current.keyText(version: version), fading?.keyText(version: version) ?? "",
            isPushed ? "push sideways" : "", captions ?? "",
            captions == nil ? "" : fonts,
        ]
        return ContentKey(recipe: "piece/2", parts + arguments)
    }
}

/// Draws and encodes one piece.
struct PieceEncoder: Sendable {
    static let fileName = "piece.mp4"
    static let captionsName = "captions.ass"

    let ffmpeg: String
    let shelf: StillShelf
    let slots: SlotPool

    /// - Parameters:
    ///   - folder: where the piece and its captions are written.
    ///   - wrote: called after each frame that the encoder took.
    /// - Throws: `ComposeError`, file errors, `CancellationError`.
    func encode(_ recipe: PieceRecipe, into folder: URL, wrote: @escaping @Sendable () -> Void) async throws {
        var readers: [ClipReader] = []
        let current = try await shot(recipe.current, recipe.frameCount, &readers)
        let fading: Shot? =
            if let look = recipe.fading { try await shot(look, recipe.frameCount, &readers) } else { nil }
        var captions: URL?
        if let text = recipe.captions {
            let file = folder.appending(path: Self.captionsName)
            try Data(text.utf8).write(to: file)
            captions = file
        }
        let arguments = FFmpegArguments.encode(
            frames: recipe.frameCount, size: recipe.size, frameRate: recipe.frameRate, captions: captions,
            profile: recipe.profile, to: folder.appending(path: Self.fileName))
        do {
            try await slots.withSlot { [readers] in
                try await Self.reading(readers) {
                    _ = try await Tool.run(ToolCommand(ffmpeg, arguments)) { input in
                        var painter = FramePainter(
                            size: recipe.size, current: current, fading: fading, isPushed: recipe.isPushed,
                            frameCount: recipe.frameCount)
                        for index in 0..<recipe.frameCount {
                            try Task.checkCancellation()
                            try await painter.paint(index)
                            try await input.write(painter.frame)
                            wrote()
                        }
                    }
                }
            }
        } catch {
            throw ComposeError.explain(error) { .encoderFailed(piece: recipe.name, lastWords: $0) }
        }
    }

    private func shot(_ look: Look, _ frameCount: Int, _ readers: inout [ClipReader]) async throws -> Shot {
        switch look.source {
        case .still(let picture, let path):
            let still = StillShot(still: try await shelf.still(picture), path: path, firstFrame: look.firstFrame)
            return Shot(source: .still(still), shade: look.shade)
        case .clip(let clip):
            let reader = ClipReader(ffmpeg: ffmpeg, clip: clip, start: look.firstFrame, count: frameCount)
            readers.append(reader)
            return Shot(source: .clip(ClipShot(queue: reader.queue, layout: clip.layout)), shade: look.shade)
        }
    }

    /// Does work while the readers read, and ends them with it.
    private static func reading(
        _ readers: [ClipReader], _ work: @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in readers { group.addTask { await reader.run() } }
            do {
                try await work()
            } catch {
                group.cancelAll()
                for reader in readers { await reader.queue.close() }
                throw error
            }
            for reader in readers { await reader.queue.close() }
            group.cancelAll()
        }
    }
}
