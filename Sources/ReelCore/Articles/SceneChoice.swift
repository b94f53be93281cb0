/// What a scene shows, chosen once and kept with the script: an edit of another scene does not choose again, and the same
/// choice makes the same picture.
public struct SceneChoice: Hashable, Codable, Sendable {
    /// Where the picture of a scene comes from, or what a card shows.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// A still.
        case picture
        /// A moving picture, without its sound.
        case clip
        /// Words drawn for the scene: a number, a quotation, a title.
        case card
        /// A drawn background without words.
        case backdrop
    }

    /// Where a picture or clip came from.
    public enum Provider: String, Codable, CaseIterable, Sendable {
        /// The article's own page.
        case article
        case pexels
        /// The user's own folder (`REEL_GATHER_FOLDER`).
        case folder
        /// An address that the client named.
        case client
    }

    public var kind: Kind
    public var provider: Provider?
    /// The address of the file, or its name in the user's folder.
    public var url: String?
    /// SHA-256 of the file's bytes, by which the cache has them.
    public var digest: String?
    public var credit: Credit?
    public var motion: SceneVisual.Motion
    /// What must stay in sight when the picture is cropped: the centre of what matters, in shares of width and height.
    public var focus: FocusPoint?
    public var card: Card?
    /// Of a card or a backdrop: what its shapes are drawn from, so that they stay when scenes are moved or removed. 0 to
    /// 2^53, so that every reader of JSON keeps it whole.
    public var seed: Int?
    /// For people: why this is not what was asked for or chosen before; `nil` when it is.
    public var note: String?

    /// A card's `provider` is `client` when its words are the client's own and stay whatever the scene says.
    public init(
        kind: Kind, provider: Provider? = nil, url: String? = nil, digest: String? = nil, credit: Credit? = nil,
        motion: SceneVisual.Motion, focus: FocusPoint? = nil, card: Card? = nil, seed: Int? = nil, note: String? = nil
    ) {
        self.kind = kind
        self.provider = provider
        self.url = url
        self.digest = digest
        self.credit = credit
        self.motion = motion
        self.focus = focus
        self.card = card
        self.seed = seed
        self.note = note
    }
}

/// Whose picture it is.
public struct Credit: Hashable, Codable, Sendable {
    /// As it is to be shown, such as `Photo by Ada Example on Pexels`.
    public var text: String
    /// Where the work, or its author, is found.
    public var url: String?
    /// The licence's name, such as `Pexels License`; `nil` where it is not known.
    public var licence: String?

    public init(text: String, url: String? = nil, licence: String? = nil) {
        self.text = text
        self.url = url
        self.licence = licence
    }
}

/// A point of a picture, in shares of its width and height from the left top corner, 0...1.
public struct FocusPoint: Hashable, Codable, Sendable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// The words of a drawn card.
public struct Card: Hashable, Codable, Sendable {
    /// What a card shows.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// `heading` is the number, `text` what it counts; a `text` that ends with `…` is what leads up to the number and
        /// stands before it.
        case number
        /// `text` is the quotation, `heading` whose it is.
        case quotation
        /// `heading` alone.
        case title
    }

    public var kind: Kind
    public var heading: String
    public var text: String?

    public init(kind: Kind, heading: String, text: String? = nil) {
        self.kind = kind
        self.heading = heading
        self.text = text
    }
}
