import Foundation
import ReelCore
import ReelText

/// The pictures of an article: the one that the page's head names first, then those around and in its text.
package enum ArticleImages {
    /// More than any reel has scenes for.
    static let maximumCount = 40
    /// Images of a page that are looked at; many are one picture in several sizes.
    private static let maximumFound = 1_000

    package static func find(
        in result: ArticleExtractor.Result, metadata: PageMetadata, base: URL?
    ) -> [ArticleImage] {
        var images: [ArticleImage] = []
        var places: [String: Int] = [:]
        func add(_ image: ArticleImage) {
            let key = ImageAddress.key(image.url)
            if let place = places[key] {
                images[place].complete(with: image)
            } else if images.count < maximumCount {
                places[key] = images.count
                images.append(image)
            }
        }
        let lead = metadata.images.lazy.compactMap { ImageAddress.resolve($0, base) }
            .first { !ImageAddress.namesDecoration($0) }
        if let lead {
            // The sizes of the head are those of the picture that it names first.
            let isFirst = metadata.images.first.flatMap { ImageAddress.resolve($0, base) } == lead
            let alt = isFirst ? metadata.imageAlt : nil
            let size = isFirst && (metadata.imageWidth ?? 0) > 0 ? metadata.imageWidth : nil
            add(
                ArticleImage(
                    url: lead, alt: alt.flatMap { $0.isEmpty ? nil : ImageWords.cut($0) }, width: size,
                    height: size == nil ? nil : metadata.imageHeight))
        }
        for image in onPage(result, base) { add(image) }
        return images
    }

    /// From the title, or what stands around it, to the end of the text.
    private static func onPage(_ result: ArticleExtractor.Result, _ base: URL?) -> [ArticleImage] {
        let page = result.page
        let tree = page.tree
        var outer = result.root
        if let heading = page.titleHeading, heading < result.root {
            outer = tree.ancestors(result.root).first { tree.contains($0, heading) } ?? outer
        }
        var found: [ArticleImage] = []
        var id = outer
        while id < tree.nodes[result.root].end, found.count < maximumFound {
            if page.removals[id] == .whole {
                id = tree.nodes[id].end
                continue
            }
            if tree.tag(id) == .img || tree.tag(id) == .ampImg, let image = image(tree, id, base) {
                found.append(image)
            }
            id += 1
        }
        return found
    }

    private static func image(_ tree: HTMLTree, _ id: HTMLTree.ID, _ base: URL?) -> ArticleImage? {
        let width = pixels(tree.attribute("width", of: id))
        let height = pixels(tree.attribute("height", of: id))
        // A picture shown so small is an icon or a counter.
        if let width, width < 200 { return nil }
        if let height, height < 120 { return nil }
        guard let source = ImageSource.best(tree, id, width: width),
            let url = ImageAddress.resolve(source.address, base), !ImageAddress.namesDecoration(url)
        else { return nil }
        let alt = ImageWords.cut(tree.attribute("alt", of: id)?.collapsed ?? "")
        return ArticleImage(
            url: url, caption: caption(tree, id), alt: alt.isEmpty ? nil : alt,
            width: source.width ?? width, height: source.width == nil || source.width == width ? height : nil)
    }

    private static func pixels(_ text: String?) -> Int? {
        guard let text, let value = Int(text.prefix { $0.isASCII && $0.isNumber }), value > 0, !text.contains("%")
        else {
            return nil
        }
        return value
    }

    /// The words under a picture: a `figcaption`, or an element that is named a caption, close around it.
    private static func caption(_ tree: HTMLTree, _ id: HTMLTree.ID) -> String? {
        for outer in tree.ancestors(id).prefix(4) {
            let inner = tree.subtree(outer)
            guard tree.isSmall(outer, nodes: 200, bytes: 50_000) else { return nil }
            // With several pictures inside, the caption is not known to be this one's.
            guard inner.count(where: { tree.tag($0) == .img }) <= 2 else { return nil }
            let words = inner.first { candidate in
                guard let tag = tree.tag(candidate), candidate > outer else { return false }
                return tag == .figcaption
                    || tag != .img && tree.attribute("class", of: candidate)?.lowercased().holds("caption") == true
                        && !tree.contains(candidate, id)
            }
            if let words {
                let text = tree.text(of: words)
                return 3...500 ~= text.unicodeScalars.count ? text : nil
            }
        }
        return nil
    }
}

private enum ImageWords {
    /// Characters (Unicode scalars) of an alternative text; more is a text of its own, which no picture is chosen by.
    private static let longest = 2_000

    static func cut(_ text: String) -> String { text.cut(to: longest) }
}

extension ArticleImage {
    /// Takes from the same picture elsewhere on the page what this one does not say.
    fileprivate mutating func complete(with other: ArticleImage) {
        caption = caption ?? other.caption
        alt = alt ?? other.alt
        // The larger version, where both are known.
        if let theirs = other.width, width.map({ theirs > $0 }) ?? false {
            url = other.url
            width = other.width
            height = other.height
        }
    }
}
