import Foundation

/// The spoken script.
public struct Narration: Hashable, Codable, Sendable {
    /// Which voice spoke, such as `flite/rms`.
    public var voice: String
    /// Which voice spoke what is quoted, where that is another one.
    public var quotesVoice: String?
    /// For people: why it was not the voice that the settings ask for; `nil` where it was.
    public var note: String?
    /// In the order of the script, one for each scene.
    public var scenes: [SceneNarration]

    public init(voice: String, quotesVoice: String? = nil, note: String? = nil, scenes: [SceneNarration]) {
        self.voice = voice
        self.quotesVoice = quotesVoice
        self.note = note
        self.scenes = scenes
    }
}

/// One scene's speech.
public struct SceneNarration: Hashable, Codable, Sendable {
    public var sceneNumber: Int
    /// A WAV file, 16-bit PCM, mono, with the pause that follows the scene already in it.
    public var audio: URL
    /// Seconds of `audio`.
    public var duration: Double
    public var words: [SpokenWord]

    public init(sceneNumber: Int, audio: URL, duration: Double, words: [SpokenWord]) {
        self.sceneNumber = sceneNumber
        self.audio = audio
        self.duration = duration
        self.words = words
    }
}

/// A written word and when it is heard, in seconds from the start of its scene, by the speech engine's own account.
public struct SpokenWord: Hashable, Codable, Sendable {
    /// As written, punctuation included.
    public var text: String
    public var start: Double
    public var end: Double
    /// `true` for a word that follows the one before it without a space, as in Chinese; `nil` for all others.
    public var joined: Bool?

    public init(text: String, start: Double, end: Double, joined: Bool = false) {
        self.text = text
        self.start = start
        self.end = end
        self.joined = joined ? true : nil
    }

    /// Whether a space stands before it, unless it is the first.
    public var isApart: Bool { joined != true }
}

extension [SpokenWord] {
    /// As it is written.
    public var text: String {
        enumerated().map { $0 > 0 && $1.isApart ? " " + $1.text : $1.text }.joined()
    }
}
