import Foundation
import ReelCore
import ReelSlots
import ReelTool

/// Draws and encodes segments.
struct SegmentEncoder: Sendable {
    static let fileName = "segment.mp4"

    let ffmpeg: String
    let shelf: StillCache
    let slots: SlotPool

    /// Pieces of one scene that follow each other are encoded by one process, each by an encoder of its own: their bytes are
    /// those of segments that are encoded alone, and a process less is started, and a clip read once.
    ///
    /// - Parameters:
    ///   - segments: one; or a transition and the body after it. Each is written into its folder.
    ///   - wrote: called after each frame that the encoder took, with the segment it is of.
    /// - Throws: `ComposeError`, file errors, `CancellationError`.
    func encode(
        _ segments: [(wanted: EncodeBatch.Wanted, folder: URL)], wrote: @escaping @Sendable (EncodeBatch.Wanted) -> Void
    ) async throws {
        let specs = segments.map(\.wanted.recipe)
        let first = specs[0]
        let frameCount = specs.reduce(0) { $0 + $1.frameCount }
        var readers: [ClipReader] = []
        let current = try await shot(first.current, frameCount, &readers)
        let fading: Shot? =
            if let look = first.fading { try await shot(look, first.frameCount, &readers) } else { nil }
        let arguments = FFmpegArguments.encode(
            segments.map { ($0.wanted.recipe.frameCount, $0.folder.appending(path: Self.fileName)) }, size: first.size,
            frameRate: first.frameRate, profile: first.profile)
        do {
            try await slots.withSlot { [readers] in
                try await Self.reading(readers) {
                    _ = try await Tool.run(ToolCommand(ffmpeg, arguments)) { input in
                        var painter = try FrameCompositor(specs, current: current, fading: fading)
                        for index in 0..<frameCount {
                            try Task.checkCancellation()
                            try await painter.paint(index)
                            try await input.write(painter.frame)
                            wrote(segments[painter.part].wanted)
                        }
                    }
                }
            }
        } catch {
            throw ComposeError.explain(error) { .encoderFailed(segment: first.name, lastWords: $0) }
        }
    }

    private func shot(_ look: Look, _ frameCount: Int, _ readers: inout [ClipReader]) async throws -> Shot {
        switch look.source {
        case .still(let picture, let path):
            let still = StillShot(still: try await shelf.still(picture), path: path, firstFrame: look.firstFrame)
            return Shot(source: .still(still), scrim: look.scrim)
        case .clip(let clip):
            let reader = ClipReader(ffmpeg: ffmpeg, clip: clip, start: look.firstFrame, count: frameCount)
            readers.append(reader)
            return Shot(source: .clip(ClipShot(queue: reader.queue, layout: clip.layout)), scrim: look.scrim)
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
