import ReelText

/// A page's body while everything that is not the article is being taken out of it.
package struct PageBody: Sendable {
    /// Why a subtree is out.
    package enum Removal: Sendable {
        /// Its words are not the article's, but a picture in it may be: figures, captions.
        case words
        /// Nothing in it belongs to the article.
        case whole
    }

    /// What was found of other pages' teasers, bare links not counted.
    package struct Teasers: Hashable, Sendable {
        /// How many were taken out, and how many characters they had.
        package var count = 0
        package var length = 0
        /// Whether a row of them was left, because it holds most of the page's running text.
        package var areMostOfPage = false
    }

    package let tree: HTMLTree
    package let body: HTMLTree.ID
    /// The heading that shows the title, where one was found.
    package let titleHeading: HTMLTree.ID?
    /// Elements that the page itself marks as the article's body (schema.org `articleBody`).
    package let marked: [HTMLTree.ID]
    package private(set) var removals: [Removal?]
    package var teasers = Teasers()

    /// Pages mark one, or one for each part.
    private static let maximumMarked = 50

    /// - Parameter titles: what the page's head calls the page, likeliest first.
    package init(_ tree: HTMLTree, titles: [String]) {
        self.tree = tree
        body = tree.first(.body) ?? tree.root
        titleHeading = TitleHeading.find(in: tree, body: body, titles: titles)
        let marked = tree.subtree(body).lazy.filter {
            tree.attribute("itemprop", of: $0)?.lowercased().holds("articlebody") == true
        }
        self.marked = Array(marked.prefix(Self.maximumMarked))
        removals = [Removal?](repeating: nil, count: tree.nodes.count)
    }

    package mutating func remove(_ id: HTMLTree.ID, _ removal: Removal) {
        removals[id] = removal
    }

    /// The elements that are left, in document order; the body itself is not among them.
    package mutating func forEachElement(in root: HTMLTree.ID, _ visit: (inout PageBody, HTMLTree.ID, Tag) -> Void) {
        var id = root + 1
        while id < tree.nodes[root].end {
            if removals[id] == nil, let tag = tree.tag(id) { visit(&self, id, tag) }
            id = removals[id] == nil ? id + 1 : tree.nodes[id].end
        }
    }

    package func blocks(in root: HTMLTree.ID, keepingText: Bool = true) -> [TextBlock] {
        tree.textBlocks(in: tree.subtree(root), keepingText: keepingText) { removals[$0] != nil }
    }

    package func measure() -> TextMeasure {
        TextMeasure(blocks(in: body, keepingText: false), count: tree.nodes.count)
    }

    /// Whether the title or what the page marks as the article's body is in this subtree: such an element is never
    /// taken out for its name.
    package func holdsArticle(_ id: HTMLTree.ID) -> Bool {
        titleHeading.map { tree.contains(id, $0) } == true || marked.contains { tree.contains(id, $0) }
    }
}

/// Finds the heading of a page that shows its title.
enum TitleHeading {
    static func find(in tree: HTMLTree, body: HTMLTree.ID, titles: [String]) -> HTMLTree.ID? {
        let keys = titles.map(\.comparisonKey).filter { $0.count >= 8 }
        var first: HTMLTree.ID?
        for id in tree.subtree(body) {
            guard let level = tree.tag(id)?.headingLevel, level <= 3, tree.isSmall(id, nodes: 200, bytes: 20_000) else {
                continue
            }
            let key = tree.text(of: id).comparisonKey
            guard 8...1000 ~= key.count else { continue }
            // Either may carry more: the page's title the site's name, the heading a kicker.
            if keys.contains(where: { $0.holds(key) || key.holds($0) }) { return id }
            if level == 1, first == nil { first = id }
        }
        return first
    }
}

extension String {
    /// Letters and digits in lower case: what stays the same when the same words are printed another way.
    package var comparisonKey: String {
        // Most texts are ASCII, and for those no table of Unicode has to be asked.
        var ascii: [UInt8] = []
        ascii.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): ascii.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): ascii.append(byte | 0x20)
            case 0x80...: return unicodeComparisonKey
            default: break
            }
        }
        return String(decoding: ascii, as: UTF8.self)
    }

    private var unicodeComparisonKey: String {
        var key = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0x61...0x7a, 0x30...0x39: key.append(scalar)
            case 0x41...0x5a: key.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
            // The other ASCII, and the general punctuation that typographers use.
            case ..<0x80, 0x2010...0x2027: break
            default:
                let properties = scalar.properties
                if properties.isAlphabetic || properties.numericType != nil {
                    key.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
                }
            }
        }
        return String(key)
    }
}
