import Foundation
import Logging
import ReelCache
import ReelCore
import ReelSlots
import ReelTool

/// Pictures, movement, transitions and captions: everything of the reel that is seen.
///
/// The reel is made of pieces (see `Piece`), each encoded once, several at a time, kept in the cache under the key of all
/// that went into it, and joined without encoding again. A second run of the same input only joins; an edited sentence
/// makes three pieces anew.
public struct ComposeStage: Stage {
    private let cache: ContentCache
    private let settings: ComposeSettings
    private let slots: SlotPool
    private let onPieces: @Sendable ([PublishedPiece]) async -> Void

    /// - Parameters:
    ///   - slots: the machine's places for encoders.
    ///   - onPieces: called with the next pieces in the order of the reel, as soon as they and all before them are ready, and
    ///     not again before it returns: for those who watch while the rest is made. An encoder waits while it runs.
    public init(
        cache: ContentCache, settings: ComposeSettings, slots: SlotPool = .unlimited,
        onPieces: @escaping @Sendable ([PublishedPiece]) async -> Void = { _ in }
    ) {
        self.cache = cache
        self.settings = settings
        self.slots = slots
        self.onPieces = onPieces
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
        let recipes = try await PiecePlanner(input: input, settings: settings).recipes()
        let fonts = recipes.contains { $0.captions != nil } ? try await CaptionFont.installedFonts() : ""
        let keys = recipes.map { $0.key(version: version, fonts: fonts) }
        let shelf = StillShelf(
            cache: cache, ffmpeg: settings.ffmpeg, version: version, workFolder: context.workFolder)
        let encoder = PieceEncoder(ffmpeg: settings.ffmpeg, shelf: shelf, slots: slots)
        let progress = ComposeProgress(total: input.timeline.frameCount, report: context.report)
        let pieces = try await make(recipes, keys, with: encoder, progress, in: context)
        let file = try await PieceJoiner(ffmpeg: settings.ffmpeg).join(
            // Every key was made, or `make` has thrown.
            zip(keys, recipes).map { (pieces[$0]!, $1.frameCount) }, frameRate: input.timeline.frameRate,
            into: context.workFolder)
        context.report(1, nil)
        return ComposedPictures(
            file: file, frameCount: input.timeline.frameCount, frameRate: input.timeline.frameRate,
            size: input.frameSize, captions: recipes.compactMap { $0.drawnCaptions(input.timeline) })
    }

    /// Makes the pieces that the cache does not have, at most `encoders` units at a time; each key once.
    private func make(
        _ recipes: [PieceRecipe], _ keys: [ContentKey], with encoder: PieceEncoder, _ progress: ComposeProgress,
        in context: StageContext
    ) async throws -> [ContentKey: URL] {
        let feed = PieceFeed(keys: keys, frameCounts: recipes.map(\.frameCount), publish: onPieces)
        let made = try await context.work(on: PieceUnit.plan(recipes, keys), atOnce: settings.encoders) { unit in
            let entries = try await unit.entries(in: cache, linkedInto: context.workFolder) { pieces in
                try await encoder.encode(pieces) { progress.add($0.copies, "Encoding \($0.recipe.name)") }
            }
            for (wanted, entry) in zip(unit.wanted, entries) {
                let recipe = wanted.recipe
                if !entry.wasMade { progress.add(wanted.copies * recipe.frameCount, "Reusing \(recipe.name)") }
                context.logger.debug(
                    "piece",
                    metadata: ["name": "\(recipe.name)", "made": "\(entry.wasMade)", "key": "\(wanted.key.hex)"])
                await feed.ready(wanted.key, entry.file(PieceEncoder.fileName))
            }
            return entries
        }
        return Dictionary(uniqueKeysWithValues: made.joined().map { ($0.key, $0.file(PieceEncoder.fileName)) })
    }
}
