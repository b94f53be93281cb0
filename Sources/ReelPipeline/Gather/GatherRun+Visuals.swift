import Foundation
import Logging
import ReelCore

extension GatherRun {
    /// Draws what is to be drawn, each drawing once, and puts everything together.
    ///
    /// - Throws: `GatherError`; file errors; `CancellationError`, `StoppedEarly`.
    func visuals(
        _ drawings: [Int: Drawing], _ palette: Palette, _ motions: [SceneVisual.Motion]
    ) async throws -> [SceneVisual] {
        let size = input.quality.backdropSize(input.aspect)
        // Every scene without a picture has a drawing.
        func drawing(_ index: Int) -> Drawing { drawings[index] ?? Drawing(seed: scenes[index].sceneNumber) }
        let drawn = scenes.indices.filter { footage[$0] == nil }.map { drawing($0).anybodys }
        let files = try await files(of: Set(drawn), palette, size)
        return scenes.enumerated().map { index, scene in
            if let footage = footage[index] {
                var choice = footage.choice(motion: motions[index])
                choice.note = choice.note ?? problems[index]
                return SceneVisual(
                    sceneNumber: scene.sceneNumber, file: footage.picture.file, size: footage.picture.size,
                    clip: footage.clip, choice: choice)
            }
            let drawing = drawing(index)
            // All that is drawn has a file, or `files` has thrown.
            let (file, isCard) = files[drawing.anybodys]!
            return SceneVisual(
                sceneNumber: scene.sceneNumber, file: file, size: size,
                choice: SceneChoice(
                    kind: isCard ? .card : .backdrop, provider: drawing.isClients && isCard ? .client : nil,
                    motion: motions[index], card: isCard ? drawing.card : nil, seed: drawing.seed,
                    note: problems[index] ?? (drawing.isClients && !isCard ? Self.wordless(scene) : nil)))
        }
    }

    private static func wordless(_ scene: Scene) -> String {
        "The card of scene \(scene.sceneNumber) is drawn without its words: no installed font has their letters."
    }

    private func files(
        of drawings: Set<Drawing>, _ palette: Palette, _ size: FrameSize
    ) async throws -> [Drawing: (file: URL, isCard: Bool)] {
        // In the order of the reel, as far as it is known by them.
        let drawings = drawings.sorted { $0.seed < $1.seed }
        let files = try await context.work(
            on: drawings, atOnce: ProcessInfo.processInfo.activeProcessorCount,
            progress: { done in
                context.report(
                    0.9 + 0.1 * Double(done) / Double(drawings.count), "Drawing \(done) of \(drawings.count)")
            },
            doing: { try await draw($0, palette, size) })
        return Dictionary(uniqueKeysWithValues: zip(drawings, files))
    }

    /// - Returns: whether the card's words are on it: without a font that has their letters they are left out.
    private func draw(
        _ drawing: Drawing, _ palette: Palette, _ size: FrameSize
    ) async throws -> (file: URL, isCard: Bool) {
        let backdrop = Backdrop(palette: palette, seed: drawing.seed)
        if let card = drawing.card {
            if let file = try await cards.make(card, on: backdrop, size: size, in: context.workFolder) {
                return (file, true)
            }
            context.logger.notice("A card is drawn without its words: no installed font has their letters.")
        }
        return (try await backdrops.make(backdrop, size: size, in: context.workFolder), false)
    }
}
