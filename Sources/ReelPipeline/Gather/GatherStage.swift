import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch
import ReelTool

/// What the gather stage needs.
public struct GatherInput: Sendable {
    public var article: Article
    public var script: Script
    public var quality: Quality
    public var aspect: Aspect
    public var theme: Theme

    public init(
        article: Article, script: Script, quality: Quality = .standard, aspect: Aspect = .vertical,
        theme: Theme = .auto
    ) {
        self.article = article
        self.script = script
        self.quality = quality
        self.aspect = aspect
        self.theme = theme
    }
}

/// Finds a picture for every scene: the article's own, and where there is none a drawn background.
public struct GatherStage: Stage {
    private let cache: ContentCache
    private let source: PictureSource
    private let settings: GatherSettings

    public init(fetcher: Fetcher, cache: ContentCache, settings: GatherSettings = GatherSettings()) {
        self.cache = cache
        self.settings = settings
        source = PictureSource(
            fetcher: fetcher, normalizer: PictureNormalizer(cache: cache, settings: settings), settings: settings)
    }

    public func run(_ input: GatherInput, in context: StageContext) async throws -> Visuals {
        let scenes = input.script.scenes
        let palette = Palette.of(theme: input.theme, title: input.article.title)
        let pictures =
            scenes.contains { $0.sceneType == .media }
            ? try await source.pictures(
                of: input.article, atMost: 2 * scenes.count,
                largestEdge: min(settings.largestEdge, input.quality.pictureEdge), in: context)
            : []
        let choices = PictureChooser.choose(Self.candidates(pictures), for: scenes)
        let motions = MotionChooser.motions(
            for: choices,
            isWide: pictures.map { $0.picture.size.aspect > 1.3 * input.quality.frameSize(input.aspect).aspect })
        var visuals: [SceneVisual] = []
        for (index, scene) in scenes.enumerated() {
            context.report(
                0.9 + 0.1 * Double(index) / Double(scenes.count), "Scene \(index + 1) of \(scenes.count)")
            switch choices[index] {
            case .picture(let number):
                let chosen = pictures[number]
                visuals.append(
                    SceneVisual(
                        sceneNumber: scene.sceneNumber, file: chosen.picture.file, size: chosen.picture.size,
                        choice: SceneChoice(
                            kind: .picture, provider: .article, url: chosen.image.url, motion: motions[index])))
            case .drawn:
                let size = input.quality.backdropSize(input.aspect)
                let backdrop = Backdrop(palette: palette, title: input.article.title, sceneNumber: scene.sceneNumber)
                let file = try await BackdropFile(cache: cache).make(backdrop, size: size, in: context.workFolder)
                visuals.append(
                    SceneVisual(
                        sceneNumber: scene.sceneNumber, file: file, size: size,
                        choice: SceneChoice(kind: .backdrop, motion: motions[index])))
            }
        }
        context.logger.info(
            "\(pictures.count) pictures of the article for \(scenes.count) scenes, \(choices.count { $0 == .drawn }) drawn"
        )
        return Visuals(scenes: visuals, palette: palette.choice)
    }

    private static func candidates(_ pictures: [GatheredPicture]) -> [PictureCandidate] {
        let last = max(1, pictures.map(\.index).max() ?? 1)
        return pictures.map { picture in
            let words = [picture.image.caption, picture.image.alt].compactMap { $0 }.joined(separator: " ")
            return PictureCandidate(
                words: SceneWords.of(words).union(SceneWords.ofFileName(picture.image.url)),
                position: Double(picture.index) / Double(last), size: picture.picture.size)
        }
    }
}

extension Quality {
    /// The longer edge that a picture needs at most: enough for the frame, the crop and the zoom.
    var pictureEdge: Int {
        switch self {
        case .draft: 1200
        case .standard, .high: 3000
        }
    }

    /// The frame, and an eighth more for the zoom.
    func backdropSize(_ aspect: Aspect) -> FrameSize {
        let frame = frameSize(aspect)
        return FrameSize(width: frame.width * 9 / 8 / 2 * 2, height: frame.height * 9 / 8 / 2 * 2)
    }
}
