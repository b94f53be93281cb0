import Foundation
import ReelCore

/// Whose a picture of the article is, as far as the page tells.
package enum PictureCredit {
    /// Characters of a name that is still a name.
    private static let longest = 90

    /// The name in the caption or the alternative text (`Photo: Ada Example/Agency`, `© Ada Example`); without one the
    /// site's, and without that the host's. The page is where the picture is found.
    package static func of(_ image: ArticleImage, in article: Article) -> Credit {
        let host = URLComponents(string: article.url ?? image.url)?.host.map {
            $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0
        }
        let site = [article.siteName, host].compactMap { $0 }.first { !$0.isEmpty }
        let named = [image.caption, image.alt].lazy.compactMap { $0 }.compactMap(name).first
        let text =
            switch (named, site) {
            case (let named?, let site?) where named.localizedCaseInsensitiveContains(site): "Image: \(named)"
            case (let named?, let site?): "Image: \(named), via \(site)"
            case (let named?, nil): "Image: \(named)"
            case (nil, let site?): "Image: \(site)"
            case (nil, nil): "Image: source unknown"
            }
        return Credit(text: text, url: article.url ?? image.url)
    }

    /// The name that follows a mark, up to the end of its phrase.
    package static func name(in text: String) -> String? {
        let text = text.cut(to: 600)
        for pattern in patterns {
            let whole = NSRange(text.startIndex..., in: text)
            guard let expression = try? NSRegularExpression(pattern: pattern, options: .caseInsensitive),
                let match = expression.firstMatch(in: text, range: whole),
                let range = Range(match.range(at: 1), in: text)
            else { continue }
            let name = text[range].trimmingCharacters(
                in: CharacterSet(charactersIn: " \t\n.,;:()[]|/-\u{2013}\u{2014}"))
            // A name has a capital; "photo by the sea" has none.
            guard (2...longest).contains(name.unicodeScalars.count), name.contains(where: \.isUppercase) else {
                continue
            }
            return name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        return nil
    }

    private static let works = "(?:photo(?:graph)?|image|picture|illustration|graphic)s?"
    private static let rest = "([^.;()\\[\\]|\\n]+)"
    /// Marks that a name follows, ignoring case.
    private static let patterns = [
        "\\b\(works)\\s+(?:credit|courtesy|by)(?:\\s+of)?\\s*:?\\s+\(rest)",
        "\\b(?:\(works)|credits?|courtesy(?:\\s+of)?)\\s*:\\s*\(rest)",
        "\\bcourtesy\\s+of\\s+\(rest)",
        "(?:\u{A9}|\\(c\\))\\s*(?:\\d{4}\\s+)?\(rest)",
        "\\(([^()]*(?:Getty Images|Reuters|AFP|AP Photo|Shutterstock|Associated Press|Unsplash|Wikimedia)[^()]*)\\)",
    ]
}
