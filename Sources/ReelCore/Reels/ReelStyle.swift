/// How a reel looks and sounds, whatever it says. What is `nil` is left to the service's settings.
public struct ReelStyle: Hashable, Codable, Sendable {
    public var aspect: Aspect
    /// A name of `VoiceName`, such as `rms` or `espeak:de`.
    public var voice: String?
    /// Who speaks what is quoted.
    public var quotes: QuoteVoice?
    public var captions: CaptionLook
    /// A name of `MusicName`: `none`, a built-in loop, or a file in the folder of the user's own music.
    public var music: String?
    public var theme: Theme

    public init(
        aspect: Aspect = .vertical, voice: String? = nil, captions: CaptionLook = .bold, music: String? = nil,
        theme: Theme = .auto, quotes: QuoteVoice? = nil
    ) {
        self.aspect = aspect
        self.voice = voice
        self.captions = captions
        self.music = music
        self.theme = theme
        self.quotes = quotes
    }
}

/// What the captions in the picture look like.
public enum CaptionLook: String, Codable, CaseIterable, Sendable {
    /// Large letters with a heavy outline; the spoken word has the accent colour.
    case bold
    /// Letters on a rounded plate; the spoken word stands on a plate of its own.
    case plate
    /// Quiet lower-third letters with a soft shadow; words still to come are dimmed.
    case soft
    /// None in the picture; the files beside the video are made all the same.
    case off
}

/// The colours of drawn cards, backgrounds and accents.
public enum Theme: String, Codable, CaseIterable, Sendable {
    /// Taken from the lead image, or by the title where there is none.
    case auto
    case dusk, lagoon, ember, forest, slate, plum, clay, polar
}

/// The colours that a reel was made with, chosen once and kept with its script.
public struct ReelPalette: Hashable, Codable, Sendable {
    /// A theme's name, or `lead` for colours taken from the lead image.
    public var name: String
    /// Four, `#rrggbb`, from the darkest to the lightest; the last one is the accent. The first two are dark enough for white
    /// words on top.
    public var colours: [String]

    public init(name: String, colours: [String]) {
        self.name = name
        self.colours = colours
    }
}
