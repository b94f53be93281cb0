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
    package var source: SourcePicture
    package var picture: NormalizedPicture
}

/// Fetches the article's pictures. What cannot be used is logged with its reason and passed over.
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
            (source, try await normalizer.normalize(source, largestEdge: largestEdge, workFolder: context.workFolder))
        }
        return Self.merged(
            pictures.map { found in
                GatheredPicture(
                    index: found.index, image: images[found.index].value, source: found.value.0, picture: found.value.1)
            })
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
                result[same].source = next.source
                result[same].image.url = next.image.url
            }
            result[same].image.alt = result[same].image.alt ?? next.image.alt
            result[same].image.caption = result[same].image.caption ?? next.image.caption
        }
        return result
    }

    private func fetch(_ image: ArticleImage, into workFolder: URL) async throws -> SourcePicture {
        let file = try await Downloads(fetcher: fetcher).file(
            image.url, accept: Downloads.pictures, maximumBytes: settings.pictureBytes, into: workFolder)
        return try SourcePicture.read(file, settings)
    }
}

extension GatheredPicture {
    /// The same picture, perhaps in another size. Another crop of it is another picture.
    package func shows(_ other: GatheredPicture) -> Bool {
        picture.shows(other.picture)
    }
}

extension NormalizedPicture {
    func shows(_ other: NormalizedPicture) -> Bool {
        let shape = size.aspect / other.size.aspect
        return (0.95...1.05).contains(shape) && thumbnail.showsTheSame(as: other.thumbnail)
    }
}
