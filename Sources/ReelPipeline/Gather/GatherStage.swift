import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch
import ReelTool

/// What the gather stage needs.
public struct GatherInput: Sendable {
    public var article: Article
    /// What its scenes and its palette say already was chosen before, and stays.
    public var script: Script
    public var quality: Quality
    public var aspect: Aspect
    public var theme: Theme
    /// How long each scene is seen; empty where that is not known. A clip is cut to it.
    public var seconds: [Double]

    public init(
        article: Article, script: Script, quality: Quality = .standard, aspect: Aspect = .vertical,
        theme: Theme = .auto, seconds: [Double] = []
    ) {
        self.article = article
        self.script = script
        self.quality = quality
        self.aspect = aspect
        self.theme = theme
        self.seconds = seconds
    }
}

/// Finds something to see for every scene: what was chosen for it before, a picture of the article or of the user's
/// folder, one of Pexels' if there is a key, and where nothing fits a drawn card or background.
public struct GatherStage: Stage {
    private let fetcher: Fetcher
    private let cache: ContentCache
    private let settings: GatherSettings

    public init(fetcher: Fetcher, cache: ContentCache, settings: GatherSettings = GatherSettings()) {
        self.fetcher = fetcher
        self.cache = cache
        self.settings = settings
    }

    /// - Throws: `GatherError`; file errors; `CancellationError`, `StoppedEarly`.
    public func run(_ input: GatherInput, in context: StageContext) async throws -> Visuals {
        let budget = DownloadBudget(settings.downloadBudget)
        let fetcher = budget.limiting(fetcher)
        let edge = min(settings.largestEdge, input.quality.pictureEdge)
        let normalizer = PictureNormalizer(cache: cache, settings: settings)
        let sources = FootageSources(
            cache: SourceCache(cache: cache), downloads: Downloads(fetcher: fetcher), pictures: normalizer,
            clips: ClipNormalizer(cache: cache),
            folder: settings.folder.map { PictureFolder($0, largestFile: settings.pictureBytes) }, settings: settings,
            largestEdge: edge, frame: input.quality.frameSize(input.aspect))
        var run = GatherRun(
            input: input, context: context, sources: sources,
            articlePictures: PictureSource(fetcher: fetcher, normalizer: normalizer, settings: settings),
            pexels: settings.pexels.map { PexelsClient(settings: $0, budget: budget) }, budget: budget,
            cards: CardFile(cache: cache, font: settings.font), backdrops: BackdropFile(cache: cache))
        return try await run.visuals()
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
