import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFetch

/// A picture of the article, ready to be shown.
package struct GatheredPicture: Hashable, Sendable {
    /// Its place among the article's pictures.
    package var index: Int
    package var image: ArticleImage
    package var picture: NormalizedPicture
}

/// Brings the article's pictures home. What cannot be used is logged with its reason and passed over.
package struct PictureSource: Sendable {
    package var fetcher: Fetcher
    package var normalizer: PictureNormalizer
    package var settings: GatherSettings

    package init(fetcher: Fetcher, normalizer: PictureNormalizer, settings: GatherSettings) {
        self.fetcher = fetcher
        self.normalizer = normalizer
        self.settings = settings
    }

    /// - Parameters:
    ///   - limit: how many pictures to fetch at most.
    ///   - largestEdge: pixels of the longer edge of what comes out, at most.
    /// - Returns: the usable pictures in the order of the page, each once: of several sizes of one the largest.
    /// - Throws: `GatherError`; file errors; `CancellationError`.
    package func pictures(
        of article: Article, atMost limit: Int, largestEdge: Int, in context: StageContext
    ) async throws -> [GatheredPicture] {
        let images = Self.candidates(article, settings: settings).prefix(limit).enumerated()
            .map { Numbered(index: $0.offset, value: $0.element) }
        let sources = try await bounded(images, share: 0...0.6, context) { image in
            try await fetch(image, into: context.workFolder)
        }
        // The same bytes at two addresses are one picture, and one piece of work.
        var seen: Set<String> = []
        let unique = sources.filter { seen.insert($0.value.digest).inserted }
        let pictures = try await bounded(unique, share: 0.6...0.9, context) { source in
            try await normalizer.normalize(source, largestEdge: largestEdge, workFolder: context.workFolder)
        }
        return Self.merged(
            pictures.map { GatheredPicture(index: $0.index, image: images[$0.index].value, picture: $0.value) })
    }

    /// The pictures worth fetching: the lead image first, each address once, none that the page itself calls tiny.
    package static func candidates(_ article: Article, settings: GatherSettings) -> [ArticleImage] {
        var images = article.images
        if let lead = article.image {
            let known = images.firstIndex { $0.url == lead }
            let image = known.map { images.remove(at: $0) } ?? ArticleImage(url: lead)
            images.insert(image, at: 0)
        }
        var seen: Set<String> = []
        return images.filter { image in
            // Pages give the size on the screen, which may be half of the file's.
            let isTiny = [image.width, image.height].allSatisfy { $0.map { $0 * 2 < settings.smallestEdge } ?? false }
            return !isTiny && seen.insert(String(image.url.prefix { $0 != "#" })).inserted
        }
    }

    /// One picture out of those that show the same, at the place of the first; words are joined.
    package static func merged(_ pictures: [GatheredPicture]) -> [GatheredPicture] {
        var result: [GatheredPicture] = []
        for next in pictures {
            guard let same = result.firstIndex(where: { $0.shows(next) }) else {
                result.append(next)
                continue
            }
            if next.picture.size.pixels > result[same].picture.size.pixels {
                result[same].picture = next.picture
                result[same].image.url = next.image.url
            }
            result[same].image.alt = result[same].image.alt ?? next.image.alt
            result[same].image.caption = result[same].image.caption ?? next.image.caption
        }
        return result
    }

    /// A picture fetched in an earlier run of the same job is not fetched again.
    private func fetch(_ image: ArticleImage, into workFolder: URL) async throws -> SourcePicture {
        let folder = workFolder.appending(path: "downloads", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: ContentKey(recipe: "address", [image.url]).hex)
        if !FileManager.default.fileExists(atPath: file.path) {
            let request = FetchRequest(
                url: image.url, accept: "image/jpeg,image/png,image/webp;q=0.9,image/gif;q=0.8,image/*;q=0.1",
                maximumBytes: settings.pictureBytes)
            let resource: FetchedResource
            do {
                resource = try await fetcher.fetch(request)
            } catch let error as CancellationError {
                throw error
            } catch {
                throw PictureProblem.notFetched(JobFailure(error, in: .gather).message)
            }
            try resource.body.write(to: file, options: .atomic)
        }
        let header = try ImageHeader.read([UInt8](Data(contentsOf: file)))
        try PictureRules.check(header, settings)
        return SourcePicture(file: file, digest: try SHA256Digest.file(file), header: header)
    }
}

extension GatheredPicture {
    /// The same picture, perhaps in another size. Another crop of it is another picture.
    package func shows(_ other: GatheredPicture) -> Bool {
        let shape = picture.size.aspect / other.picture.size.aspect
        return (0.95...1.05).contains(shape) && picture.thumbnail.showsTheSame(as: other.picture.thumbnail)
    }
}
