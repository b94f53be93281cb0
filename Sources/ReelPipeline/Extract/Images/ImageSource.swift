import Foundation
import ReelText

/// One of the addresses that an `img` offers for its picture.
package struct ImageSource: Hashable, Sendable {
    package var address: String
    /// Pixels, where the page says so.
    package var width: Int?

    package init(address: String, width: Int? = nil) {
        self.address = address
        self.width = width
    }

    /// Wide enough to fill a 1080-pixel frame with room to move; more costs time and shows nothing.
    private static let wanted = 1600

    /// How many children of a `picture` are looked at; each of its images asks anew.
    private static let mostSources = 50

    /// The best of `srcset`, the attributes of lazy loading, `src`, and the surrounding `picture`.
    static func best(_ tree: HTMLTree, _ id: HTMLTree.ID, width: Int?) -> ImageSource? {
        var sets = ["srcset", "data-srcset", "data-lazy-srcset"].compactMap { tree.attribute($0, of: id) }
        if let picture = tree.parent(id), tree.tag(picture) == .picture {
            for source in tree.children(picture, atMost: mostSources) where tree.tag(source) == .source {
                // A format that the decoder may not know has a sibling that it does.
                if tree.attribute("type", of: source)?.contains("avif") == true { continue }
                sets += ["srcset", "data-srcset"].compactMap { tree.attribute($0, of: source) }
            }
        }
        let parsed = sets.flatMap(parse(srcset:))
        let sized = parsed.filter { $0.width != nil }
        // The smallest that is wide enough, else the widest.
        let enough = sized.filter { $0.width! >= wanted }.sorted { $0.width! < $1.width! }
        let others = sized.filter { $0.width! < wanted }.sorted { $0.width! > $1.width! }
        if let source = (enough + others).first(where: { isAddress($0.address) }), source.width! > width ?? 0 {
            return source
        }

        let lazy = [
            "data-orig-file", "data-large-file", "data-full-src", "data-hi-res-src", "data-src", "data-original",
            "data-lazy-src", "data-original-src", "data-lazy", "src",
        ]
        let plain = lazy.lazy.compactMap { tree.attribute($0, of: id) }.first(where: isAddress)
        return plain.map { ImageSource(address: $0) } ?? parsed.first { isAddress($0.address) }
    }

    /// Reads a `srcset` (https://html.spec.whatwg.org/#parsing-a-srcset-attribute): addresses may contain commas, so
    /// only blanks and a comma at an address's end divide. Densities (`2x`) say nothing about size.
    package static func parse(srcset: String) -> [ImageSource] {
        var sources: [ImageSource] = []
        var rest = srcset[...]
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == "," }
            let token = rest.prefix { !$0.isWhitespace }
            guard !token.isEmpty, sources.count < 50 else { return sources }
            rest = rest[token.endIndex...]
            if token.hasSuffix(",") {
                sources.append(ImageSource(address: String(token.dropLast())))
                continue
            }
            let descriptor = String(rest.prefix { $0 != "," }).trimmedBlanks
            rest = rest.drop { $0 != "," }
            let width = descriptor.hasSuffix("w") ? Int(descriptor.dropLast()) : nil
            sources.append(ImageSource(address: String(token), width: width))
        }
    }

    /// Whether a value is an address and no stand-in until the real one is loaded.
    private static func isAddress(_ text: String) -> Bool {
        let text = String(text.trimmedBlanks)
        return !text.isEmpty && !text.hasPrefix("data:") && !text.hasPrefix("{") && !text.hasPrefix("#")
            && !ImageAddress.namesDecoration(text)
    }
}

/// Pictures' addresses: absolute, comparable, and what their names tell.
package enum ImageAddress {
    /// - Returns: an absolute address that can be fetched, or `nil`.
    package static func resolve(_ address: String, _ base: URL?) -> String? {
        let address = String(address.trimmedBlanks)
        guard !address.isEmpty, address.utf8.count < 4000, let url = URL(string: address, relativeTo: base),
            let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https", url.host?.isEmpty == false
        else { return nil }
        return url.absoluteString
    }

    /// Names of pictures that are decoration.
    package static func namesDecoration(_ address: String) -> Bool {
        let path = address.prefix { $0 != "?" && $0 != "#" }
        let lower = path.lowercased()
        if lower.hasSuffix(".svg") || lower.hasSuffix(".ico") { return true }
        let parts = path.split(separator: "/")
        let file = parts.last ?? ""
        let words = Vocabulary.words(file) + (parts.count > 1 ? [parts[parts.count - 2].lowercased()] : [])
        if words.contains(where: decorations.contains) || Vocabulary.words(file).contains("default") { return true }
        if let (width, height) = size(in: lower) { return width < 200 || height < 120 }
        return false
    }

    /// What is the same for all sizes of one picture.
    package static func key(_ url: String) -> String {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let last = path.split(separator: "/").last ?? ""
        // Where the path is no file, the query says which picture it is.
        guard let dot = last.lastIndex(of: "."), last[dot...].count <= 5 else { return url.lowercased() }
        var key = path.lowercased()
        if let scheme = key.range(of: "://") { key = String(key[scheme.upperBound...]) }
        if let (width, height) = size(in: key) { key = key.replacingOccurrences(of: "-\(width)x\(height).", with: ".") }
        return key
    }

    /// The `300x200` of `…/name-300x200.jpg`.
    private static func size(in path: String) -> (width: Int, height: Int)? {
        guard let dot = path.lastIndex(of: "."), let dash = path[..<dot].lastIndex(of: "-") else { return nil }
        let numbers = path[path.index(after: dash)..<dot].split(separator: "x")
        guard numbers.count == 2, let width = Int(numbers[0]), let height = Int(numbers[1]) else { return nil }
        return (width, height)
    }

    private static let decorations: Set<String> = [
        "logo", "logos", "icon", "icons", "favicon", "sprite", "sprites", "avatar", "avatars", "gravatar", "pixel",
        "spacer", "blank", "placeholder", "transparent", "badge", "emoji", "emojis", "smiley", "loading", "loader",
        "spinner", "button", "1x1", "tracking", "beacon", "captcha",
    ]
}
