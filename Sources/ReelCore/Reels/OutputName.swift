import Foundation

/// The name that all files of one reel share in the outputs: lower-case ASCII letters, digits and hyphens, which is what
/// nginx serves.
///
/// A new one is made of the title and the whole claim under which the reel was made, such as
/// `coral-gardens-9f0c1d2e-1b5a-4c3d-8e7f-0123456789ab`: two claims can never write to one name, and whoever finds a file
/// knows whose it is. Names of earlier versions end in eight letters of their claim, and stay.
public struct OutputName: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    /// - Returns: `nil` when something else than letters, digits and hyphens stands in it.
    public init?(rawValue: String) {
        guard rawValue.wholeMatch(of: /[a-z0-9-]{1,200}/) != nil else { return nil }
        self.rawValue = rawValue
    }

    public init(title: String, claim: ClaimID) {
        rawValue = "\(Self.slug(title))-\(claim)"
    }

    /// - Parameter filePath: a video's, relative to `REEL_HOME`.
    /// - Returns: `nil` for everything that is not a video directly in the outputs.
    public init?(filePath: String) {
        guard let match = filePath.wholeMatch(of: /outputs\/([a-z0-9-]{1,200})\.mp4/) else { return nil }
        rawValue = String(match.1)
    }

    public var description: String { rawValue }

    /// Of the video, relative to `REEL_HOME`.
    public var filePath: String { "\(HomeLayout.outputsName)/\(ReelFile.video.name(rawValue))" }

    /// The claim under which its files were made; `nil` when the name does not end in a whole one.
    public var claim: ClaimID? {
        let claim = rawValue.suffix(36)
        guard claim.count == 36, rawValue.dropLast(36).last == "-", UUID(uuidString: String(claim)) != nil else {
            return nil
        }
        return ClaimID(rawValue: String(claim))
    }

    /// In scalars.
    private static let longestTitle = 1_000

    /// Lower-case ASCII letters and digits with single hyphens, at most 60.
    public static func slug(_ title: String) -> String {
        // Of a title that is longer than any the beginning: transliteration may cost more than the length of the text.
        let title = title.cut(to: longestTitle)
        let latin = title.applyingTransform(.toLatin, reverse: false)?.applyingTransform(
            .stripDiacritics, reverse: false)
        let words = (latin ?? title).lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var slug = ""
        for word in words {
            let longer = slug.isEmpty ? String(word.prefix(60)) : "\(slug)-\(word)"
            guard longer.count <= 60 else { break }
            slug = longer
        }
        return slug.isEmpty ? "reel" : slug
    }
}

/// One file of a reel in the outputs. This is the whole list of what a reel can consist of: its files and its stream.
public struct OutputKey: Hashable, Sendable, CustomStringConvertible {
    /// One file of a reel.
    public enum Part: Hashable, Sendable {
        case file(ReelFile)
        case stream(HLSFile)
    }

    public let name: OutputName
    public let part: Part

    public init(_ name: OutputName, _ file: ReelFile) {
        (self.name, part) = (name, .file(file))
    }

    public init(_ name: OutputName, _ file: HLSFile) {
        (self.name, part) = (name, .stream(file))
    }

    /// Relative to the outputs, such as `NAME.mp4` or `NAME.hls/index.m3u8`.
    public var path: String {
        switch part {
        case .file(let file): file.name(name.rawValue)
        case .stream(let file): "\(HLSFile.folder(name.rawValue))/\(file.name)"
        }
    }

    public var description: String { path }
}
