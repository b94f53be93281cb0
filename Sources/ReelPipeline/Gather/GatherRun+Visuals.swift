import Foundation
import Logging
import ReelCore

extension GatherRun {
    /// Draws what is to be drawn, and puts everything together.
    ///
    /// - Throws: `GatherError`; file errors; `CancellationError`.
    func visuals(
        _ drawings: [Int: Drawing], _ palette: Palette, _ motions: [SceneVisual.Motion]
    ) async throws -> [SceneVisual] {
        let size = input.quality.backdropSize(input.aspect)
        var visuals: [SceneVisual] = []
        for (index, scene) in scenes.enumerated() {
            context.report(
                0.9 + 0.1 * Double(index) / Double(scenes.count), "Scene \(index + 1) of \(scenes.count)")
            if let footage = footage[index] {
                visuals.append(
                    SceneVisual(
                        sceneNumber: scene.sceneNumber, file: footage.picture.file, size: footage.picture.size,
                        clip: footage.clip, choice: footage.choice(motion: motions[index])))
                continue
            }
            // Every scene without a picture has a drawing.
            let drawing = drawings[index] ?? Drawing(seed: scene.sceneNumber)
            let (file, isCard) = try await draw(drawing, palette, size)
            visuals.append(
                SceneVisual(
                    sceneNumber: scene.sceneNumber, file: file, size: size,
                    choice: SceneChoice(
                        kind: isCard ? .card : .backdrop, provider: drawing.isClients && isCard ? .client : nil,
                        motion: motions[index], card: isCard ? drawing.card : nil, seed: drawing.seed)))
        }
        return visuals
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
