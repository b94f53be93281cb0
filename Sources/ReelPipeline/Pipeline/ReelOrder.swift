import Foundation
import ReelCore
import ReelExtract
import ReelFinish
import ReelNarrate

/// What a reel is to be made of, and how.
public struct ReelOrder: Sendable {
    /// Where the article is; `nil` for a script that belongs to none.
    public var source: PageSource?
    public var quality: Quality
    /// The client's own script: none is written then.
    public var script: Script?
    /// A recording of the words of `script`, WAV, MP3 or M4A by the ending of its name, that is heard instead of a voice.
    public var narration: URL?
    /// How long the reel should be; `nil` leaves it to the settings.
    public var seconds: Int?
    public var style: ReelStyle
    /// The article's address where there is no `source` to read it from.
    public var address: String?
    /// Whether `script` is that of a reel with changes in it, and says by itself what the article bears out.
    public var isEdit: Bool
    /// The date that its files bear; whole seconds.
    public var orderedAt: Date
    /// As it came from a client.
    public private(set) var request: JobRequest
    /// A reel that is to be made once more, as it was: nothing is read, written or chosen anew.
    public private(set) var remake: ReelManifest?

    public init(
        source: PageSource?, quality: Quality = .standard, script: Script? = nil, seconds: Int? = nil,
        style: ReelStyle = ReelStyle(), address: String? = nil, isEdit: Bool = false, orderedAt: Date = Date()
    ) {
        self.orderedAt = Date(timeIntervalSince1970: orderedAt.timeIntervalSince1970.rounded(.down))
        request = JobRequest(
            url: source?.address ?? "", quality: quality, script: script, duration: seconds, style: style)
        self.source = source
        self.quality = quality
        self.script = script
        self.seconds = seconds
        self.style = style
        self.address = address
        self.isEdit = isEdit
    }

    /// - Parameters:
    ///   - request: as a client sent it.
    ///   - orderedAt: when it was accepted.
    public init(_ request: JobRequest, orderedAt: Date = Date()) {
        self.init(
            source: Self.source(request), quality: request.quality, script: request.script, seconds: request.duration,
            style: request.style ?? ReelStyle(), address: request.url.isEmpty ? nil : request.url,
            isEdit: request.editOf != nil, orderedAt: orderedAt)
        self.request = request
    }

    /// The same reel again.
    public init(remaking manifest: ReelManifest) {
        var style = manifest.request?.style ?? ReelStyle()
        style.aspect = manifest.aspect
        // Who spoke then, also where that was the service's own voice of the time.
        style.voice = VoiceCatalog.standard.voice(fullName: manifest.voice)?.rawValue ?? style.voice
        self.init(
            source: nil, quality: manifest.quality, script: manifest.script, style: style,
            address: manifest.sourceURL.isEmpty ? nil : manifest.sourceURL, orderedAt: manifest.date ?? Date())
        if let request = manifest.request { self.request = request }
        remake = manifest
    }

    /// The recording that is to be heard, as a file: the order's own, or what the client sent, which is written into a folder.
    ///
    /// - Returns: `nil` where a voice speaks.
    func recording(in workFolder: URL) throws -> URL? {
        if let narration { return narration }
        guard let sent = request.narration else { return nil }
        let file = workFolder.appending(path: "narration.\(sent.kind.rawValue)")
        guard let data = sent.data else { throw RecordingError.missing(file.lastPathComponent) }
        do {
            try data.write(to: file)
        } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
            throw JobFailure.diskFull(in: .narrate, detail: String(describing: error))
        }
        return file
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

extension JobRequest {
    /// As a manifest tells of it: what was recorded is in the reel.
    var withoutRecording: JobRequest {
        var request = self
        request.narration = nil
        return request
    }
}

extension Script {
    /// All that is said, a paragraph for each scene.
    var spokenText: String { scenes.map(\.script).joined(separator: "\n\n") }
}

extension PageSource {
    /// Of the page, where there is one; what lies where on this machine is nobody's business.
    fileprivate var address: String? {
        switch self {
        case .url(let url), .feed(let url, _): url
        case .file(_, let base): base
        case .text(_, _, let url): url
        }
    }
}
