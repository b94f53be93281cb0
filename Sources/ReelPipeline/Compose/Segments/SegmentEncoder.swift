import Foundation
import ReelCore
import ReelSlots
import ReelTool

/// Draws and encodes segments.
package struct SegmentEncoder: Sendable {
    /// The name that segments have in the cache, of earlier releases as well.
    package static let fileName = "piece.mp4"

    let ffmpeg: String
    let stills: StillCache
    let slots: SlotPool

    /// Segments of one scene that follow each other are encoded by one process, each by an encoder of its own: their
    /// bytes are those of segments that are encoded alone, and a process less is started, and a clip read once.
    ///
    /// - Parameters:
    ///   - segments: one; or a transition and the body after it. Each is written into its folder.
    ///   - wrote: called after each frame that the encoder took, with the segment it is of.
    /// - Throws: `ComposeError`, file errors, `CancellationError`.
    func encode(
        _ segments: [(item: EncodeBatch.Item, folder: URL)], wrote: @escaping @Sendable (EncodeBatch.Item) -> Void
    ) async throws {
        let specs = segments.map(\.item.spec)
        let first = specs[0]
        let frameCount = specs.reduce(0) { $0 + $1.frameCount }
        var readers: [ClipReader] = []
        let current = try await shot(first.current, frameCount, &readers)
        let fading: Shot? =
            if let spec = first.fading { try await shot(spec, first.frameCount, &readers) } else { nil }
        let arguments = FFmpegArguments.encode(
            segments.map { ($0.item.spec.frameCount, $0.folder.appending(path: Self.fileName)) }, size: first.size,
            frameRate: first.frameRate, profile: first.profile)
        do {
            try await slots.withSlot { [readers] in
                try await Self.reading(readers) {
                    _ = try await Tool.run(ToolCommand(ffmpeg, arguments)) { input in
                        var compositor = try FrameCompositor(specs, current: current, fading: fading)
                        for index in 0..<frameCount {
                            try Task.checkCancellation()
                            try await compositor.draw(index)
                            try await input.write(compositor.frame)
                            wrote(segments[compositor.part].item)
                        }
                    }
                }
            }
        } catch {
            throw ComposeError.explain(error) { .encoderFailed(segment: first.name, lastWords: $0) }
        }
    }

    private func shot(_ spec: ShotSpec, _ frameCount: Int, _ readers: inout [ClipReader]) async throws -> Shot {
        switch spec.source {
        case .still(let picture, let path):
            let still = StillShot(still: try await stills.still(picture), path: path, firstFrame: spec.firstFrame)
            return Shot(source: .still(still), scrim: spec.scrim)
        case .clip(let clip):
            let reader = ClipReader(ffmpeg: ffmpeg, clip: clip, start: spec.firstFrame, count: frameCount)
            readers.append(reader)
            return Shot(source: .clip(ClipShot(queue: reader.queue, layout: clip.layout)), scrim: spec.scrim)
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
