import Foundation
import Logging
import ReelCore
import ReelFetch

/// One run of the stage. What each scene shows is settled step by step: what was chosen before, the library's answers
/// for what the article and the folder leave open, their pictures, and drawings for the rest.
struct GatherRun {
    let input: GatherInput
    let context: StageContext
    let sources: FootageSources
    let articlePictures: PictureSource
    let pexels: PexelsClient?
    let budget: DownloadBudget
    let cards: CardFile
    let backdrops: BackdropFile
    /// Pictures and clips, by the scene's place in the script.
    var footage: [Int: Footage] = [:]
    /// Scenes that are drawn because that was chosen before.
    private var keptDrawings: Set<Int> = []
    /// What the library could not do.
    private var notes: [String] = []
    /// Why scenes do not show what was asked for or chosen, by their place in the script.
    private(set) var problems: [Int: String] = [:]

    init(
        input: GatherInput, context: StageContext, sources: FootageSources, articlePictures: PictureSource,
        pexels: PexelsClient?, budget: DownloadBudget, cards: CardFile, backdrops: BackdropFile
    ) {
        self.input = input
        self.context = context
        self.sources = sources
        self.articlePictures = articlePictures
        self.pexels = pexels
        self.budget = budget
        self.cards = cards
        self.backdrops = backdrops
    }

    var scenes: [Scene] { input.script.scenes }

    /// - Throws: `GatherError`; file errors; `CancellationError`, `StoppedEarly`.
    mutating func visuals() async throws -> Visuals {
        try await recall()
        let pool = try await candidates()
        try await askLibrary(besides: pool)
        let writer = CardWriter(article: input.article, script: input.script)
        let words = scenes.indices.map { writer.card(for: $0) }
        let choices = PictureChooser.choose(
            pool.map(\.candidate), for: scenes, drawable: words.map { $0.map(\.worth) ?? 0 }, fixed: fixed(pool))
        for (index, choice) in choices.enumerated() {
            if footage[index] == nil, case .picture(let number) = choice { footage[index] = pool[number] }
        }
        let palette = Palette.of(
            theme: input.theme, kept: input.script.palette, lead: leadColours(pool), title: input.article.title)
        let drawings = DrawingPlan(
            scenes: scenes, cards: words, isDrawn: scenes.indices.map { footage[$0] == nil },
            title: input.article.title
        ).drawings()
        let result = try await visuals(drawings, palette, motions(choices, drawings))
        try await keepSources()
        noteDownloadsLeftOut()
        context.logger.info(
            "pictures chosen",
            metadata: [
                "pictures": "\(footage.values.count { $0.clip == nil })",
                "clips": "\(footage.values.count { $0.clip != nil })",
                "cards": "\(result.count { $0.choice.kind == .card })",
                "backdrops": "\(result.count { $0.choice.kind == .backdrop })", "colours": "\(palette.name)",
            ])
        let all = result.compactMap(\.choice.note) + notes
        for note in all { context.logger.warning("\(note)") }
        return Visuals(
            scenes: result, palette: palette.choice, note: all.isEmpty ? nil : all.joined(separator: " "))
    }

    func seconds(_ index: Int) -> Double {
        // A transition of a third of a second shows the picture longer than its scene.
        (input.seconds.indices.contains(index) ? input.seconds[index] : 8) + 0.5
    }

    // MARK: - What was chosen before

    /// Brings back chosen pictures and clips. A scene whose picture cannot be had any more is open again.
    private mutating func recall() async throws {
        let (scenes, sources, context) = (self.scenes, self.sources, self.context)
        keptDrawings = Set(
            scenes.indices.filter { scenes[$0].visual?.kind == .card || scenes[$0].visual?.kind == .backdrop })
        let chosen = scenes.indices.filter { scenes[$0].visual != nil && !keptDrawings.contains($0) }
        let lengths = scenes.indices.map(seconds)
        // One after the other: two scenes may show the same picture, and its links in the work folder are made anew for
        // each.
        let found = try await context.work(on: chosen, atOnce: 1) { index -> Result<Footage, PictureProblem> in
            do {
                // The filter above has only those with a choice.
                return .success(try await sources.recall(scenes[index].visual!, seconds: lengths[index], in: context))
            } catch let problem as PictureProblem {
                return .failure(problem)
            }
        }
        for (index, result) in zip(chosen, found) {
            switch result {
            case .success(let footage): self.footage[index] = footage
            case .failure(let problem): problems[index] = note(problem, index)
            }
        }
    }

    private func note(_ problem: PictureProblem, _ index: Int) -> String {
        let verb = scenes[index].visual?.provider == .client ? "asked" : "chosen"
        let reason = problem.description
        return "The picture \(verb) for scene \(scenes[index].sceneNumber) could not be had: \(reason)"
            + (reason.hasSuffix(".") ? "" : ".")
    }

    /// The scenes for which nothing is settled.
    private var open: [Int] {
        scenes.indices.filter {
            scenes[$0].sceneType == .media && footage[$0] == nil && !keptDrawings.contains($0)
        }
    }

    /// What is settled, in terms of the pool.
    private func fixed(_ pool: [Footage]) -> [Int: PictureChoice] {
        var fixed: [Int: PictureChoice] = [:]
        for index in keptDrawings { fixed[index] = .drawn }
        for (index, footage) in footage {
            fixed[index] = pool.firstIndex { $0.digest == footage.digest }.map { .picture($0) } ?? .drawn
        }
        return fixed
    }

    // MARK: - Pictures to choose from

    /// The article's pictures, those of the user's folder that fit a scene, and those that other scenes show already.
    private func candidates() async throws -> [Footage] {
        if open.isEmpty { return [] }
        let found = try await articlePictures.pictures(
            of: input.article, atMost: 2 * scenes.count, largestEdge: sources.largestEdge, in: context)
        let last = Double(max(1, found.map(\.index).max() ?? 1))
        var pool = found.map { picture in
            let words = [picture.image.caption, picture.image.alt].compactMap { $0 }.joined(separator: " ")
            return Footage(
                provider: .article, url: picture.image.url, source: picture.source.file,
                digest: picture.source.digest, credit: PictureCredit.of(picture.image, in: input.article),
                picture: picture.picture,
                words: SceneWords.of(words).union(SceneWords.ofFileName(picture.image.url)),
                position: Double(picture.index) / last)
        }
        let others = try await ownPictures() + footage.keys.sorted().compactMap { footage[$0] }
        for other in others where other.clip == nil && !pool.contains(where: { $0.picture.shows(other.picture) }) {
            pool.append(other)
        }
        return pool
    }

    private func ownPictures() async throws -> [Footage] {
        guard let folder = sources.folder else { return [] }
        let files = folder.matching(open.map { scenes[$0] }, atMost: 2 * scenes.count)
        let (sources, context) = (self.sources, self.context)
        // One after the other, because two files may be copies of one.
        return try await context.work(on: files, atOnce: 1) { file -> Footage? in
            do {
                var footage = try await sources.decode(
                    file.file, isClip: false, seconds: 0, provider: .folder, url: file.name, credit: nil, in: context)
                footage.words = file.words
                return footage
            } catch let problem as PictureProblem {
                context.logger.info("The own picture \(file.name) is passed over: \(problem)")
                return nil
            }
        }.compactMap { $0 }
    }

    private func leadColours(_ pool: [Footage]) -> [UInt32]? {
        let lead = pool.first { $0.provider == .article } ?? footage.keys.min().flatMap { footage[$0] }
        return lead?.picture.measures.colours
    }

    /// Asks the library for the scenes that would have to share a picture with others, or be drawn.
    private mutating func askLibrary(besides pool: [Footage]) async throws {
        guard let pexels, !open.isEmpty else { return }
        let once = PictureChooser.choose(pool.map(\.candidate), for: scenes, fixed: fixed(pool), maximumUses: 1)
        let requests = open.filter { once[$0] == .drawn }
            .map { StockRequest(index: $0, scene: scenes[$0], seconds: seconds($0)) }
        guard !requests.isEmpty else { return }
        context.report(0.75, "Looking for pictures on Pexels")
        let library = PexelsSource(client: pexels, sources: sources, aspect: input.aspect, quality: input.quality)
        let found = try await library.find(requests, besides: pool + Array(footage.values), in: context)
        footage.merge(found.footage) { settled, _ in settled }
        if let note = found.note { notes.append(note.hasSuffix(".") ? note : note + ".") }
    }

    private mutating func noteDownloadsLeftOut() {
        let count = budget.leftOut
        guard count > 0 else { return }
        let note =
            "\(count == 1 ? "One download was" : "\(count) downloads were") left out, because all of a reel's downloads may "
            + "take \(Int(budget.total / .seconds(1))) seconds together; the reel shows what had come by then."
        context.logger.notice("\(note)")
        notes.append(note)
    }

    /// The bytes of what is shown are kept, so that an edit needs no network.
    private func keepSources() async throws {
        for (_, footage) in footage.sorted(by: { $0.key < $1.key }) {
            try await sources.cache.keep(footage.source, digest: footage.digest, in: context.workFolder)
        }
    }

    private func motions(_ choices: [PictureChoice], _ drawings: [Int: Drawing]) -> [SceneVisual.Motion] {
        // The same picture is known by its bytes, whichever way it came to its scene.
        var numbers: [String: Int] = [:]
        var isWide: [Bool] = []
        let frame = input.quality.frameSize(input.aspect).aspect
        let seen = scenes.indices.map { index -> PictureChoice in
            guard let footage = footage[index] else { return .drawn }
            if numbers[footage.digest] == nil {
                numbers[footage.digest] = numbers.count
                isWide.append(footage.picture.size.aspect > 1.3 * frame)
            }
            return .picture(numbers[footage.digest] ?? 0)
        }
        // What replaces a picture that is gone moves in a way of its own.
        let kept = scenes.indices.map { index in
            let visual = scenes[index].visual
            return footage[index] == nil && !keptDrawings.contains(index) ? nil : visual?.motion
        }
        return MotionChooser.motions(
            for: seen, isWide: isWide, fixed: kept, hasWords: scenes.indices.map { drawings[$0]?.card != nil })
    }
}
