import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch

/// Turns an article into a script that is spoken in the time that was asked for, or makes a client's own one ready.
public struct ScriptStage: Stage {
    private let settings: ScriptSettings
    private let writer: any ScriptWriter
    private let fetcher: Fetcher?
    private let cache: ContentCache?
    private let onWriting: @Sendable (ScriptOrigin) -> Void

    /// - Parameters:
    ///   - settings: of this stage.
    ///   - fetcher: asks the model's endpoint; `nil` makes one that may reach it wherever it is.
    ///   - cache: keeps what a model wrote, so that a job that is tried again neither pays again nor changes its words.
    ///   - onWriting: told what each answer of the model cost, and at the end who wrote the script. Its `usage` is what
    ///     was spent since it was told last.
    public init(
        settings: ScriptSettings = ScriptSettings(), fetcher: Fetcher? = nil, cache: ContentCache? = nil,
        onWriting: @escaping @Sendable (ScriptOrigin) -> Void = { _ in }
    ) {
        self.settings = settings
        self.writer = ExtractiveWriter()
        self.fetcher = fetcher
        self.cache = cache
        self.onWriting = onWriting
    }

    /// - Throws: `ScriptError`, or `ModelError` when a model is set and nothing may take its place.
    public func run(_ order: ScriptOrder, in context: StageContext) async throws -> Script {
        let script = try await script(order, context)
        context.report(1, nil)
        context.logger.info(
            "script written",
            metadata: [
                "scenes": "\(script.scenes.count)", "writer": "\(script.origin?.writer.rawValue ?? "")",
                "note": "\(script.origin?.note ?? "")", "language": "\(script.language ?? "")",
            ])
        return script
    }

    private func script(_ order: ScriptOrder, _ context: StageContext) async throws -> Script {
        if let own = order.ownScript {
            var own = own
            let language = try ScriptLanguage.of(
                own.scenes.map(\.script).joined(separator: " "), tag: own.language ?? order.article?.language,
                asked: settings.speech.requestedVoice)
            own.language = language.code
            let limits = settings.limits(for: language).aiming(at: order.seconds)
            var script =
                order.isEdit
                ? try ClientScript.edited(own, pace: limits.pace)
                : try ClientScript.prepared(own, article: order.article, pace: limits.pace)
            // An edit is spoken as it was, so that what is not changed need not be spoken again.
            if !order.isEdit, order.seconds != nil { script.speed = fittingSpeed(of: script, limits) }
            onWriting(script.origin ?? ScriptOrigin(.client))
            return script
        }
        guard let article = order.article else { throw ScriptError.nothingToTell }
        let language = try ScriptLanguage.of(article.text, tag: article.language, asked: settings.speech.requestedVoice)
        let limits = settings.limits(for: language).aiming(at: order.seconds)
        var script = try await written(article, limits, context)
        script.language = language.code
        script.speed = fittingSpeed(of: script, limits)
        return script
    }

    private func fittingSpeed(of script: Script, _ limits: ScriptLimits) -> Double? {
        limits.pace.speed(fitting: script.scenes.map(\.script), to: limits.aim)
    }

    /// By the model where one is set, or of the article's own sentences.
    private func written(
        _ article: Article, _ limits: ScriptLimits, _ context: StageContext
    ) async throws -> Script {
        guard let model = settings.model else {
            let script = try await writer.write(article, within: limits)
            onWriting(ScriptOrigin(.article))
            return script
        }
        let spent = UsageCounter { [onWriting] in onWriting(ScriptOrigin(.model, model: model.model, usage: $0)) }
        do {
            return try await written(by: model, article, limits, spent, context)
        } catch let error as ModelError where model.allowsFallback {
            context.logger.warning(
                "the article's own words are taken", metadata: ["reason": "\(error.failure.detail ?? error.reason)"])
            let note = "The language model wrote no script: \(error.reason). The article's own sentences were taken."
            var origin = ScriptOrigin(.article, model: model.model, note: note)
            var script = try await writer.write(article, within: limits)
            onWriting(origin)
            origin.usage = spent.total
            script.origin = origin
            return script
        }
    }

    /// Found in the cache, or written.
    private func written(
        by model: ModelSettings, _ article: Article, _ limits: ScriptLimits, _ spent: UsageCounter,
        _ context: StageContext
    ) async throws -> Script {
        let writer = ModelWriter(
            settings: model, fetcher: fetcher ?? model.fetcher(), logger: context.logger, onUsage: spent.add)
        context.report(0.1, "Asking \(model.model) for a script")
        guard let cache else {
            let script = try await writer.write(article, within: limits)
            onWriting(ScriptOrigin(.model, model: model.model, replacedScenes: script.origin?.replacedScenes))
            return script
        }
        let key = ContentKey(
            recipe: "model-script/1",
            [
                model.endpoint, model.model, article.title, article.text, article.published ?? "",
                "\(limits.targetSeconds)", "\(limits.pace)",
            ])
        let entry = try await cache.entry(key, linkedInto: context.workFolder) { folder in
            let script = try await writer.write(article, within: limits)
            try WireCoding.encode(script).write(to: folder.appending(path: "script.json"))
        }
        let script = try WireCoding.decode(Script.self, from: Data(contentsOf: entry.file("script.json")))
        onWriting(ScriptOrigin(.model, model: model.model, replacedScenes: script.origin?.replacedScenes))
        return script
    }
}

extension ModelSettings {
    /// Reaches the configured endpoint and nothing else.
    func fetcher() -> Fetcher {
        var policy = FetchPolicy(service: endpoint, timeout: timeout)
        policy.minimumSpeed = 0  // an answer may take its time and then come at once
        return .live(policy)
    }
}
