import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch

/// Fetches what is known by name: an address, a file of the user's folder, or what was chosen for a scene before.
struct FootageSources: Sendable {
    let cache: SourceCache
    let downloads: Downloads
    let pictures: PictureNormalizer
    let clips: ClipNormalizer
    let folder: PictureFolder?
    let settings: GatherSettings
    /// Pixels of the longer edge of what comes out, at most.
    let largestEdge: Int
    /// Of the reel.
    let frame: FrameSize

    /// - Parameter seconds: how long it is seen.
    /// - Throws: `PictureProblem` when it cannot be used; `GatherError`; file errors; `CancellationError`.
    func fetch(
        _ url: String, provider: SceneChoice.Provider, isClip: Bool, seconds: Double, credit: Credit?,
        in context: StageContext
    ) async throws -> Footage {
        let file = try await downloads.file(
            url, accept: isClip ? Downloads.clips : Downloads.pictures,
            maximumBytes: isClip ? settings.clipBytes : settings.pictureBytes, into: context.workFolder)
        return try await decode(
            file, isClip: isClip, seconds: seconds, provider: provider, url: url, credit: credit, in: context)
    }

    /// What was chosen before: from the cache if its bytes are there, from where it came otherwise.
    ///
    /// - Throws: as `fetch`.
    func recall(_ choice: SceneChoice, seconds: Double, in context: StageContext) async throws -> Footage {
        let isClip = choice.kind == .clip
        let provider = choice.provider ?? .client
        let url = choice.url ?? ""
        if let digest = choice.digest, let file = try await cache.find(digest, in: context.workFolder) {
            var footage = try await decode(
                file, isClip: isClip, seconds: seconds, provider: provider, url: url, credit: choice.credit,
                in: context)
            footage.digest = digest
            return kept(footage, as: choice)
        }
        var footage: Footage
        if provider == .folder {
            guard let folder else { throw PictureProblem.notFetched("REEL_GATHER_FOLDER is not set") }
            let file = try folder.file(url)
            footage = try await decode(
                file, isClip: isClip, seconds: seconds, provider: provider, url: url, credit: choice.credit,
                in: context)
        } else {
            footage = try await fetch(
                url, provider: provider, isClip: isClip, seconds: seconds, credit: choice.credit, in: context)
        }
        if let digest = choice.digest, digest != footage.digest {
            footage.note = "\(url.prefix(300)) is another picture than it was; it is shown as it is now."
            return footage
        }
        return kept(footage, as: choice)
    }

    /// With the focus that was kept, or that the client has named.
    private func kept(_ footage: Footage, as choice: SceneChoice) -> Footage {
        var footage = footage
        if let focus = choice.focus {
            footage.picture.measures.focus = FocusPoint(x: min(max(focus.x, 0), 1), y: min(max(focus.y, 0), 1))
        }
        return footage
    }

    func decode(
        _ file: URL, isClip: Bool, seconds: Double, provider: SceneChoice.Provider, url: String, credit: Credit?,
        in context: StageContext
    ) async throws -> Footage {
        let credit = credit ?? Self.credit(provider, url)
        if isClip {
            let clip = try await clips.normalize(
                file, seconds: seconds, frame: frame, workFolder: context.workFolder)
            return Footage(
                provider: provider, url: url, source: file, digest: clip.digest, credit: credit, picture: clip.picture,
                clip: clip.file)
        }
        let source = try SourcePicture.read(file, settings)
        let picture = try await pictures.normalize(source, largestEdge: largestEdge, workFolder: context.workFolder)
        return Footage(
            provider: provider, url: url, source: file, digest: source.digest, credit: credit, picture: picture)
    }

    /// For what came without one.
    private static func credit(_ provider: SceneChoice.Provider, _ url: String) -> Credit? {
        switch provider {
        case .folder: return Credit(text: "Own picture: \(url.split(separator: "/").last ?? "")")
        case .article, .client, .pexels:
            guard let host = URLComponents(string: url)?.host, !host.isEmpty else { return nil }
            return Credit(text: "Image: \(host)", url: url)
        }
    }
}
