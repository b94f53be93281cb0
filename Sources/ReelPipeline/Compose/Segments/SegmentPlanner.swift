import Foundation
import ReelCore

/// Turns what is to be shown into the specs of its segments.
struct SegmentPlanner {
    let input: ComposeInput
    let settings: ComposeSettings

    /// - Throws: `ComposeError`, `CancellationError`.
    func specs() async throws -> [SegmentSpec] {
        let timeline = input.timeline
        var told: [Scene] = []
        for scene in timeline.scenes {
            guard let words = input.script.scenes.first(where: { $0.sceneNumber == scene.sceneNumber }) else {
                throw ComposeError.sceneMissing(sceneNumber: scene.sceneNumber, from: "script")
            }
            told.append(words)
        }
        let captions = try await CaptionPlanner(input: input, settings: settings).captions(told.map(\.sceneType))
        var shots: [ShotSpec] = []
        for (index, scene) in timeline.scenes.enumerated() {
            shots.append(try await shot(scene, captions[index].style))
        }
        return Segment.plan(timeline).map { segment in
            let index = segment.scene
            var current = shots[index]
            current.firstFrame = segment.frames.lowerBound
            var fading = segment.isTransition ? shots[index - 1] : nil
            fading?.firstFrame = timeline.scenes[index - 1].frameCount
            let isPushed =
                segment.isTransition && input.showsCard(timeline.scenes[index - 1])
                && input.showsCard(timeline.scenes[index])
            return SegmentSpec(
                segment: segment, name: "scene \(index + 1) of \(timeline.scenes.count)", size: input.frameSize,
                frameRate: timeline.frameRate, profile: EncoderProfile(input.quality), current: current, fading: fading,
                isPushed: isPushed,
                captions: SegmentCaptions(
                    captions[index].events.within(segment.frames), canvas: CaptionCanvas(input.aspect),
                    frameRate: timeline.frameRate))
        }
    }

    private func shot(_ scene: TimelineScene, _ style: CaptionStyle?) async throws -> ShotSpec {
        guard let visual = input.visuals.first(where: { $0.sceneNumber == scene.sceneNumber }) else {
            throw ComposeError.sceneMissing(sceneNumber: scene.sceneNumber, from: "pictures")
        }
        let size = input.frameSize
        if let file = visual.clip {
            let clip = try await PreparedClip(file, of: visual, output: size, ffmpeg: settings.ffmpeg)
            let scrim = Scrim.behind(style, clip.layout.layout, height: size.height)
            return ShotSpec(source: .clip(clip), firstFrame: 0, scrim: scrim)
        }
        let picture = try PreparedPicture(visual, output: size)
        // The picture moves on while it fades into the next one. A card's words move with it, and so move little.
        let path = CameraPath(
            motion: visual.motion, reach: visual.choice.kind == .card ? 0.035 : picture.layout.reach,
            still: picture.layout.still, output: size,
            frameCount: scene.frameCount + input.timeline.transitionFrames, anchor: picture.layout.anchor)
        let scrim = Scrim.behind(style, picture.layout, height: size.height)
        return ShotSpec(source: .still(picture, path), firstFrame: 0, scrim: scrim)
    }
}

/// What the captions of each scene show, and with which fonts.
struct CaptionPlanner {
    let input: ComposeInput
    let settings: ComposeSettings

    struct SceneCaptions {
        var style: CaptionStyle?
        /// With frames counted from the beginning of the scene.
        var events: [CaptionEvent] = []
    }

    /// - Throws: `ComposeError.fontMissing`, `.glyphsMissing`.
    func captions(_ types: [Scene.SceneType]) async throws -> [SceneCaptions] {
        let scenes = input.timeline.scenes
        let styles = zip(scenes, types).map { scene, type in
            CaptionStyle.of(input.showsCard(scene) ? .media : type, input.captions, input.aspect)
        }
        let words = zip(scenes, styles).map { scene, style in
            style == nil ? [] : CaptionText.readable(scene.words)
        }
        let text = words.joined().map(\.text).joined(separator: " ")
        guard !text.isEmpty else { return styles.map { SceneCaptions(style: $0) } }
        let pattern = input.captions == .soft ? settings.quietFont : settings.font
        // Compatibility forms are looked for as well, because they may take the place of what no font has.
        let fonts = try await CaptionFonts.find(pattern, for: text + text.precomposedStringWithCompatibilityMapping)
        let substitutes = try GlyphCheck.substitutes(for: text, in: fonts)
        let colours = CaptionColours(input.palette)
        return scenes.indices.map { index in
            guard let style = styles[index] else { return SceneCaptions() }
            let words = GlyphCheck.apply(substitutes, to: words[index])
            return SceneCaptions(
                style: style, events: events(words, scenes[index].frameCount, style, fonts, colours))
        }
    }

    private func events(
        _ words: [CaptionWord], _ frameCount: Int, _ wanted: CaptionStyle, _ fonts: CaptionFonts,
        _ colours: CaptionColours
    ) -> [CaptionEvent] {
        let style = wanted.fitted(to: words, fonts)
        let grouping = style.grouping(fonts)
        let groups = CaptionTrack.groups(
            of: grouping.fitting(words), frameCount: frameCount, frameRate: input.timeline.frameRate, grouping: grouping
        )
        return CaptionRenderer(style: style, colours: colours, fonts: fonts).events(groups)
    }
}

extension ComposeInput {
    /// Whether the scene shows a drawn card, which has its words in the middle already.
    fileprivate func showsCard(_ scene: TimelineScene) -> Bool {
        visuals.first { $0.sceneNumber == scene.sceneNumber }?.choice.kind == .card
    }
}
