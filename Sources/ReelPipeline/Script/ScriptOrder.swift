import ReelCore

/// What a script is to be made of.
public struct ScriptOrder: Sendable {
    /// `nil` for a client's own script that belongs to no article.
    public var article: Article?
    /// The client's own script: nothing is written then.
    public var ownScript: Script?
    /// How long the reel should be; `nil` leaves it to the settings.
    public var seconds: Int?

    /// Whether `ownScript` is that of a reel with changes in it: who wrote it and what the article bears out stay.
    public var isEdit: Bool

    public init(article: Article?, ownScript: Script? = nil, seconds: Int? = nil, isEdit: Bool = false) {
        self.article = article
        self.ownScript = ownScript
        self.seconds = seconds
        self.isEdit = isEdit
    }
}
