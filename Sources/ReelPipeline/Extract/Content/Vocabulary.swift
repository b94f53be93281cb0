/// The words that page authors put into `class`, `id` and `role`, and what they say about an element.
package enum Vocabulary {
    /// What an element's names say it is for, when that is not the article's text.
    package enum Purpose: Sendable {
        /// Pictures and what is written under them.
        case pictures
        case boilerplate
    }

    /// - Returns: `nil` for an element whose names say nothing against it.
    package static func purpose(_ tree: HTMLTree, _ id: HTMLTree.ID) -> Purpose? {
        var purpose: Purpose?
        for (name, value) in tree.attributes(of: id) where name == "class" || name == "id" || name == "role" {
            for token in value.utf8.split(whereSeparator: { $0 <= 0x20 }) {
                guard let found = self.purpose(Substring(token)) else { continue }
                if found == .boilerplate { return found }
                purpose = found
            }
        }
        return purpose
    }

    /// - Parameter token: one name, such as `ArticleBody__share-tools`.
    package static func purpose(_ token: Substring) -> Purpose? {
        let words = words(token)
        // WordPress writes a post's tags and categories into its class: `tag-advertising`.
        guard let first = words.first, !(words.count > 1 && (first == "tag" || first == "category")) else { return nil }
        var purpose: Purpose?
        for word in words {
            // `layout--with-sidebar` has one beside it and is none.
            if word == "has" || word == "with" || word == "without" || word == "no" { break }
            if boilerplate.contains(word) { return .boilerplate }
            if pictures.contains(word) { purpose = .pictures }
        }
        return purpose
    }

    /// Splits at everything that is no letter or digit and before capitals; lower case.
    package static func words(_ token: Substring) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var lastWasLower = false
        func end() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll(keepingCapacity: true)
        }
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if lastWasLower { end() }
                word.append(byte | 0x20)
                lastWasLower = false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
                word.append(byte)
                lastWasLower = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                word.append(byte)
                lastWasLower = false
            default:
                end()
                lastWasLower = false
            }
        }
        end()
        return words
    }

    private static let boilerplate: Set<String> = [
        // What readers say.
        "comment", "comments", "commentlist", "disqus", "respond", "replies",
        // What stands beside.
        "sidebar", "rail", "aside", "widget", "widgets", "complementary",
        // Where else to go.
        "related", "recommended", "recommendation", "recommendations", "recirc", "recirculation", "trending", "popular",
        "breadcrumb", "breadcrumbs", "pagination", "pager", "paging", "nav", "navigation", "navbar", "menu", "menus",
        "footer", "contentinfo", "masthead", "toolbar", "tools", "toc", "search",
        // What the site wants.
        "newsletter", "newsletters", "subscribe", "subscription", "signup", "login", "register", "donate", "donation",
        "share", "shares", "sharing", "sharebar", "sharethis", "sharedaddy", "addthis", "follow", "facebook",
        "pinterest", "whatsapp", "poll", "quiz", "vote", "rating", "ratings",
        "ad", "ads", "advert", "adverts", "advertisement", "advertising", "adsense", "dfp", "sponsor", "sponsored",
        "sponsors", "promo", "promos", "promotion", "promoted", "outbrain", "taboola", "revcontent", "zergnet",
        "banner", "popup", "modal", "overlay", "lightbox", "cookie", "cookies", "consent", "gdpr", "adblock",
        // What is said about the article.
        "tags", "tag", "taglist", "keywords", "byline", "bylines", "author", "authors", "bio", "avatar", "timestamp",
        "dateline", "pubdate", "correction", "copyright", "disclaimer", "legal",
        // What is not shown, or not at once.
        "print", "email", "skip", "hidden", "hide", "invisible", "noprint", "screenreader", "tooltip", "popover",
        "rollover", "dropdown",
    ]

    private static let pictures: Set<String> = [
        "caption", "captions", "credit", "credits", "gallery", "carousel", "slideshow", "slider",
    ]
}
