import ReelCore
import ReelExtract

/// What a reel is to be made of, and how.
public struct ReelOrder: Sendable {
    /// Where the article is; `nil` for a script that belongs to none.
    public var source: PageSource?
    public var quality: Quality
    /// The client's own script: none is written then.
    public var script: Script?
    /// How long the reel should be; `nil` leaves it to the settings.
    public var seconds: Int?
    public var style: ReelStyle
    /// The article's address where there is no `source` to read it from.
    public var address: String?
    /// Whether `script` is that of a reel with changes in it, and says by itself what the article bears out.
    public var isEdit: Bool

    public init(
        source: PageSource?, quality: Quality = .standard, script: Script? = nil, seconds: Int? = nil,
        style: ReelStyle = ReelStyle(), address: String? = nil, isEdit: Bool = false
    ) {
        self.source = source
        self.quality = quality
        self.script = script
        self.seconds = seconds
        self.style = style
        self.address = address
        self.isEdit = isEdit
    }

    public init(_ request: JobRequest) {
        self.init(
            source: Self.source(request), quality: request.quality, script: request.script, seconds: request.duration,
            style: request.style ?? ReelStyle(), address: request.url.isEmpty ? nil : request.url,
            isEdit: request.editOf != nil)
    }

    private static func source(_ request: JobRequest) -> PageSource? {
        // An edit has all that was got from the article in its script.
        if request.editOf != nil { return nil }
        let url = request.url.isEmpty ? nil : request.url
        if let text = request.text { return .text(text, title: request.title, url: url) }
        guard let url else { return nil }
        return request.entry.map { .feed(url, entry: $0) } ?? .url(url)
    }
}

extension Script {
    /// All that is said, a paragraph for each scene.
    var spokenText: String { scenes.map(\.script).joined(separator: "\n\n") }
}
