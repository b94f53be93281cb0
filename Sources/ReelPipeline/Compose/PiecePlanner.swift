import ReelCore

/// Turns what is to be shown into the recipes of its pieces.
struct PiecePlanner {
    let input: ComposeInput
    let font: CaptionFont

    /// - Throws: `ComposeError.sceneMissing`, `.pictureUnreadable`.
    func recipes() throws -> [PieceRecipe] {
        let timeline = input.timeline
        let size = input.frameSize
        var looks: [Look] = []
        var types: [Scene.SceneType] = []
        for scene in timeline.scenes {
            guard let visual = input.visuals.first(where: { $0.sceneNumber == scene.sceneNumber }) else {
                throw ComposeError.sceneMissing(sceneNumber: scene.sceneNumber, from: "pictures")
            }
            guard let told = input.script.scenes.first(where: { $0.sceneNumber == scene.sceneNumber }) else {
                throw ComposeError.sceneMissing(sceneNumber: scene.sceneNumber, from: "script")
            }
            let picture = try PreparedPicture(visual, output: size)
            // The picture moves on while it fades into the next one.
            let path = CameraPath(
                motion: visual.motion, reach: picture.layout.reach, still: picture.layout.still, output: size,
                frameCount: scene.frameCount + timeline.transitionFrames)
            let shade = Shade.behind(told.sceneType, picture.layout, height: size.height)
            looks.append(Look(picture: picture, path: path, firstFrame: 0, shade: shade))
            types.append(told.sceneType)
        }
        let captions = timeline.scenes.indices.map { captionStates(timeline.scenes[$0], types[$0]) }
        return Piece.plan(timeline).map { piece in
            let index = piece.scene
            var current = looks[index]
            current.firstFrame = piece.frames.lowerBound
            var fading = piece.isTransition ? looks[index - 1] : nil
            fading?.firstFrame = timeline.scenes[index - 1].frameCount
            let states = captions[index].within(piece.frames)
            return PieceRecipe(
                piece: piece, name: "scene \(index + 1) of \(timeline.scenes.count)", size: size,
                frameRate: timeline.frameRate, profile: EncoderProfile(input.quality), current: current, fading: fading,
                captions: states.isEmpty
                    ? nil
                    : ASSDocument.text(
                        states, style: .of(types[index]), font: font, frameRate: timeline.frameRate))
        }
    }

    private func captionStates(_ scene: TimelineScene, _ type: Scene.SceneType) -> [CaptionState] {
        CaptionTrack.states(
            of: scene, frameRate: input.timeline.frameRate, grouping: CaptionStyle.of(type).grouping(font.metrics))
    }
}
