import Foundation
import Logging
import ReelASS
import ReelCache
import ReelCore
import ReelSlots
import ReelTool

/// Pictures, movement, transitions and captions: everything of the reel that is seen.
///
/// The reel is made of segments (see `Segment`), each encoded once, several at a time, kept in the cache under the key
/// of all that went into it, and joined without encoding again. A second run of the same input only joins; an edited
/// sentence makes three segments anew.
public struct ComposeStage: Stage {
    private let cache: ContentCache
    private let settings: ComposeSettings
    private let slots: SlotPool
    private let onSegments: @Sendable ([PublishedSegment]) async -> Void

    /// - Parameters:
    ///   - cache: where segments and stills are kept.
    ///   - settings: of this stage.
    ///   - slots: the machine's places for encoders.
    ///   - onSegments: called with the next segments in the order of the reel, as soon as they and all before them are
    ///     ready, and not again before it returns: for those who watch while the rest is made. An encoder waits while
    ///     it runs.
    public init(
        cache: ContentCache, settings: ComposeSettings, slots: SlotPool = .unlimited,
        onSegments: @escaping @Sendable ([PublishedSegment]) async -> Void = { _ in }
    ) {
        self.cache = cache
        self.settings = settings
        self.slots = slots
        self.onSegments = onSegments
    }

    /// - Throws: `ComposeError`, file errors, `CancellationError`.
    public func run(_ input: ComposeInput, in context: StageContext) async throws -> ComposedPictures {
        do {
            return try await compose(input, in: context)
        } catch {
            throw ComposeError.explain(error) { .joinFailed(lastWords: $0) }
        }
    }

    private func compose(_ input: ComposeInput, in context: StageContext) async throws -> ComposedPictures {
        guard input.timeline.frameCount > 0 else { throw ComposeError.noScenes }
        let version = try await FFmpegVersion.shared.of(settings.ffmpeg)
        let specs = try await SegmentPlanner(input: input, settings: settings).specs()
        // Without their list, pictures with other letters would be found in the cache.
        let fonts = specs.contains { $0.captions != nil } ? try await FontCatalog.installed() : ""
        let keys = specs.map { $0.key(version: version, fonts: fonts) }
        let stills = StillCache(
            cache: cache, ffmpeg: settings.ffmpeg, version: version, workFolder: context.workFolder)
        let encoder = SegmentEncoder(ffmpeg: settings.ffmpeg, stills: stills, slots: slots)
        let progress = ComposeProgress(total: input.timeline.frameCount, report: context.report)
        let segments = try await make(specs, keys, with: encoder, progress, in: context)
        let file = try await SegmentJoiner(ffmpeg: settings.ffmpeg).join(
            // Every key was made, or `make` has thrown.
            zip(keys, specs).map { (segments[$0]!, $1.frameCount) }, frameRate: input.timeline.frameRate,
            into: context.workFolder)
        context.report(1, nil)
        return ComposedPictures(
            file: file, frameCount: input.timeline.frameCount, frameRate: input.timeline.frameRate,
            size: input.frameSize, captions: specs.compactMap { $0.drawnCaptions(input.timeline) })
    }

    /// Makes the segments that the cache does not have, at most `encoders` batches at a time; each key once.
    private func make(
        _ specs: [SegmentSpec], _ keys: [ContentKey], with encoder: SegmentEncoder, _ progress: ComposeProgress,
        in context: StageContext
    ) async throws -> [ContentKey: URL] {
        let feed = SegmentFeed(keys: keys, frameCounts: specs.map(\.frameCount), publish: onSegments)
        let made = try await context.work(on: EncodeBatch.plan(specs, keys), atOnce: settings.encoders) { batch in
            let entries = try await batch.entries(in: cache, linkedInto: context.workFolder) { segments in
                try await encoder.encode(segments) { progress.add($0.copies, "Encoding \($0.spec.name)") }
            }
            for (item, entry) in zip(batch.items, entries) {
                let spec = item.spec
                if !entry.wasMade { progress.add(item.copies * spec.frameCount, "Reusing \(spec.name)") }
                context.logger.debug(
                    "segment",
                    metadata: ["name": "\(spec.name)", "made": "\(entry.wasMade)", "key": "\(item.key.hex)"])
                await feed.ready(item.key, entry.file(SegmentEncoder.fileName))
            }
            return entries
        }
        return Dictionary(uniqueKeysWithValues: made.joined().map { ($0.key, $0.file(SegmentEncoder.fileName)) })
    }
}
