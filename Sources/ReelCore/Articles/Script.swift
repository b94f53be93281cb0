/// What is said and shown, scene by scene, in the JSON of the original ReelCraft.
public struct Script: Hashable, Codable, Sendable {
    public var title: String
    public var scenes: [Scene]
    /// Who wrote it; `nil` in scripts that are older than this field.
    public var origin: ScriptOrigin?
    /// The colours that the reel was made with; `nil` before they are chosen.
    public var palette: ReelPalette?
    /// What it is written in, as a code of `SpokenLanguage`; `nil` in scripts that are older than this field, which are
    /// English.
    public var language: String?
    /// Which voice spoke it, such as `flite/rms`; `nil` before it is spoken.
    public var voice: String?
    /// Which voice spoke what is quoted, where that is another one.
    public var quotesVoice: String?
    /// For people: why it was not the voice that the settings ask for; `nil` where it was.
    public var voiceNote: String?
    /// How many times faster than by the settings it is spoken, so that it has the length that was asked for, one of
    /// `SpeechSettings.fittingSpeeds`; `nil` where it has that length.
    public var speed: Double?
    /// What plays under the voice, as a name of `MusicName`; `nil` for nothing.
    public var music: String?

    public init(
        title: String, scenes: [Scene], origin: ScriptOrigin? = nil, palette: ReelPalette? = nil,
        language: String? = nil, voice: String? = nil, quotesVoice: String? = nil, voiceNote: String? = nil,
        speed: Double? = nil,
        music: String? = nil
    ) {
        self.title = title
        self.scenes = scenes
        self.origin = origin
        self.palette = palette
        self.language = language
        self.voice = voice
        self.quotesVoice = quotesVoice
        self.voiceNote = voiceNote
        self.speed = speed
        self.music = music
    }

    /// Without control and direction characters in what is said and shown.
    public var cleaned: Script {
        var script = self
        script.title = title.asOneLine
        for index in scenes.indices { script.scenes[index].script = scenes[index].script.withoutControls }
        return script
    }

    enum CodingKeys: String, CodingKey {
        case title, scenes, origin, palette, language, voice, speed, music
        case quotesVoice = "quotes_voice"
        case voiceNote = "voice_note"
    }
}

/// One scene: one or two sentences over one picture.
public struct Scene: Hashable, Codable, Sendable {
    /// What kind of picture is wanted.
    public enum AssetType: String, Codable, CaseIterable, Sendable {
        case image, video
        /// Either will do.
        case any = "image/video"
    }

    /// What the scene shows.
    public enum SceneType: String, Codable, CaseIterable, Sendable {
        /// A picture or clip.
        case media
        /// A few large words on a drawn background.
        case text
    }

    /// From 1, in order, without gaps.
    public var sceneNumber: Int
    /// The words spoken, and shown as captions.
    public var script: String
    /// Concrete things to look for pictures of.
    public var assetKeywords: [String]
    public var assetType: AssetType
    public var sceneType: SceneType
    /// Whether the scene says only what the article says: its words are the article's own, or its numbers, names, dates
    /// and quotations were found there. `nil` where there was no article to compare with.
    public var grounded: Bool?
    /// The place in the article that the scene comes from.
    public var source: SourceSpan?
    /// What the scene shows; `nil` until that is chosen.
    public var visual: SceneChoice?

    public init(
        sceneNumber: Int, script: String, assetKeywords: [String] = [], assetType: AssetType = .image,
        sceneType: SceneType = .media, grounded: Bool? = nil, source: SourceSpan? = nil, visual: SceneChoice? = nil
    ) {
        self.sceneNumber = sceneNumber
        self.script = script
        self.assetKeywords = assetKeywords
        self.assetType = assetType
        self.sceneType = sceneType
        self.grounded = grounded
        self.source = source
        self.visual = visual
    }

    enum CodingKeys: String, CodingKey {
        case sceneNumber = "scene_number"
        case script
        case assetKeywords = "asset_keywords"
        case assetType = "asset_type"
        case sceneType = "scene_type"
        case grounded, source, visual
    }
}

/// A piece of an article's text.
public struct SourceSpan: Hashable, Codable, Sendable {
    /// Unicode code points from the beginning of the article's `text`; `end` is one behind the last.
    public var start: Int
    public var end: Int
    /// What stands there.
    public var text: String

    public init(start: Int, end: Int, text: String) {
        self.start = start
        self.end = end
        self.text = text
    }
}

/// Who wrote a script, and what that cost.
public struct ScriptOrigin: Hashable, Codable, Sendable {
    /// Who wrote a script.
    public enum Writer: String, Codable, CaseIterable, Sendable {
        /// The article's own sentences, chosen and shortened.
        case article
        /// A language model.
        case model
        /// The client sent it with the request.
        case client
    }

    public var writer: Writer
    /// The model's name, also where it was asked in vain.
    public var model: String?
    /// For people: why it was not written as the settings ask.
    public var note: String?
    /// Scenes of a model's that were replaced by the article's own words, because they said what it does not say.
    public var replacedScenes: Int?
    public var usage: ModelUsage?

    public init(
        _ writer: Writer, model: String? = nil, note: String? = nil, replacedScenes: Int? = nil,
        usage: ModelUsage? = nil
    ) {
        self.writer = writer
        self.model = model
        self.note = note
        self.replacedScenes = replacedScenes
        self.usage = usage
    }

    enum CodingKeys: String, CodingKey {
        case writer, model, note, usage
        case replacedScenes = "replaced_scenes"
    }
}

/// What was asked of a language model.
public struct ModelUsage: Hashable, Codable, Sendable {
    /// Requests that were answered.
    public var requests: Int
    public var promptTokens: Int
    public var completionTokens: Int
    /// In the currency of the prices in the settings; `nil` without prices.
    public var cost: Double?

    public init(requests: Int = 0, promptTokens: Int = 0, completionTokens: Int = 0, cost: Double? = nil) {
        self.requests = requests
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.cost = cost
    }

    enum CodingKeys: String, CodingKey {
        case requests, cost
        case promptTokens = "prompt_tokens"
        case completionTokens = "completion_tokens"
    }

    /// What both have used together.
    public static func + (left: ModelUsage, right: ModelUsage) -> ModelUsage {
        ModelUsage(
            requests: left.requests + right.requests, promptTokens: left.promptTokens + right.promptTokens,
            completionTokens: left.completionTokens + right.completionTokens,
            cost: left.cost == nil && right.cost == nil ? nil : (left.cost ?? 0) + (right.cost ?? 0))
    }
}
