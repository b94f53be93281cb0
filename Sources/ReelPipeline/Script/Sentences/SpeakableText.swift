import Foundation
import ReelCore
import ReelText

/// What of an article can be read aloud: its paragraphs without datelines, brackets, symbols and lines that belong to
/// the page instead of the text.
package enum SpeakableText {
    /// Enough for any script; what follows is not looked at.
    private static let longestText = 60_000
    private static let longestLine = 8_000
    /// Of a title, a site's name and a byline, in scalars: what is longer is none, and each is compared with the others.
    private static let longestTitle = 500

    /// The article's paragraphs in order, each of one or more whole sentences.
    package static func paragraphs(of article: Article) -> [String] {
        let lines = told(article).unicodeScalars.prefix(longestText).split(whereSeparator: isLineEnd)
            .flatMap { pieces(of: Substring($0)) }.map { clean(agencyDateline.replacing(in: $0)) }
        let byline = article.byline.map { clean(beginning($0, longestTitle)).lowercased() }
        var paragraphs: [String] = []
        // What a line with a colon announces cannot be understood without it; a quotation can.
        var isAnnounced = false
        for line in lines where !line.isEmpty && !Boilerplate.isBoilerplate(line) {
            if isAnnounced, line.spacedWords.count < 14, !"\"\u{201C}'\u{2018}".contains(line.first!) { continue }
            isAnnounced = line.hasSuffix(":")
            if let byline, byline.count > 3, line.count < byline.count + 40, line.lowercased().contains(byline) {
                continue
            }
            let text = withoutDateline(line, isFirst: paragraphs.isEmpty)
            if endsLikeSentence(text) { paragraphs.append(text) }
        }
        return paragraphs
    }

    /// A title without the site's name and labels.
    package static func title(of article: Article) -> String {
        // Before cleaning, which takes the bars away.
        var title = beginning(article.title, longestTitle).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let site = article.siteName.map { letters(beginning($0, longestTitle)) } ?? ""
        let host = article.url.flatMap { URL(string: $0)?.host() }?.lowercased() ?? ""
        for separator in [" | ", " :: ", " \u{BB} ", " \u{2022} ", " - ", " \u{2013} ", " \u{2014} "] {
            while let range = title.range(of: separator, options: .backwards) {
                let isBar = !separator.contains { "-\u{2013}\u{2014}".contains($0) }
                let tail = String(title[range.upperBound...])
                let rest = title[..<range.lowerBound]
                guard rest.split(separator: " ").count >= 2, isBar || names(tail, site: site, host: host) else { break }
                title = String(rest)
            }
        }
        return labels.replacing(in: clean(title)).trimmingCharacters(in: .whitespaces)
    }

    /// Whether the end of a title is the site's name or a part of it.
    private static func names(_ tail: String, site: String, host: String) -> Bool {
        let squeezed = letters(tail)
        guard !squeezed.isEmpty, tail.split(separator: " ").count <= 5 else { return false }
        if squeezed == site || (squeezed.count > 2 && letters(host).contains(squeezed)) { return true }
        let labels = host.split(separator: ".").dropLast().filter { $0.count > 2 && $0 != "www" && $0 != "news" }
        return labels.contains { squeezed.contains(letters(String($0))) }
            || tail.split(separator: " ").contains { word in
                let word = letters(String(word))
                return siteWords.contains(word)
                    || (word.count > 4 && (letters(host).contains(word) || site.contains(word)))
            }
    }

    private static func letters(_ text: String) -> String {
        text.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static let siteWords: Set<String> = [
        "news", "blog", "magazine", "online", "tv", "radio", "com", "editorial",
    ]

    /// The text without quotations that stand for themselves: who says them, and that somebody does, is seen on the page and
    /// not heard. Where they are most of it, they are the article.
    private static func told(_ article: Article) -> String {
        let own = article.blocks.filter { $0.kind != .quote }
        guard own.count < article.blocks.count, own.reduce(0, { $0 + $1.text.utf8.count }) >= 1_500 else {
            return article.text
        }
        return own.map(\.text).joined(separator: "\n\n")
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0a...0x0d, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether a line is a sentence at all, and no heading, list item or caption.
    private static func endsLikeSentence(_ text: String) -> Bool {
        Punctuation.endsSentence(text)
    }

    /// A line that is longer than any paragraph, as a text is that was pasted without its line breaks, in pieces that end
    /// with a sentence; one in which none ends for so long is cut where it is.
    package static func pieces(of line: Substring) -> [String] {
        var pieces: [String] = []
        var rest = line.unicodeScalars[...]
        while let limit = rest.index(rest.startIndex, offsetBy: longestLine, limitedBy: rest.endIndex),
            limit != rest.endIndex
        {
            let end = rest[..<limit].indices.reversed().first { index in
                guard Punctuation.isSentenceEnd(rest[index]) else { return false }
                let next = rest[rest.index(after: index)]
                return next.properties.isWhitespace || Punctuation.isFullWidthEnd(rest[index])
            }
            let cut = end.map { rest.index(after: $0) } ?? limit
            pieces.append(String(rest[..<cut]))
            rest = rest[cut...]
        }
        if !rest.isEmpty { pieces.append(String(rest)) }
        return pieces
    }

    private static func beginning(_ text: some StringProtocol, _ scalars: Int) -> String {
        String(text).cut(to: scalars)
    }

    /// One line with single spaces, without symbols, control characters, references and brackets. Of a line that is longer
    /// than any paragraph the beginning.
    package static func clean(_ line: String) -> String {
        var text = String(String.UnicodeScalarView(line.unicodeScalars.prefix(longestLine).compactMap(speakable)))
        // Runs of blanks would be tried from each blank on by every expression that begins with one.
        text = text.spacedWords.joined(separator: " ")
        text = references.replacing(in: text)
        text = insertions.replacing(in: text, with: "$1")
        for _ in 0..<3 { text = parentheses.replacing(in: text) }
        if text.utf8.contains(where: isUnspeakable) {
            text.unicodeScalars.removeAll { $0.isASCII && isUnspeakable(UInt8($0.value)) }
        }
        text = spaceBeforeMark.replacing(in: text, with: "$1")
        text = brokenContraction.replacing(in: text, with: "$1\u{2019}$2")
        text = spaceBeforeQuote.replacing(in: text, with: "$1")
        text = withoutGluedSentences(text)
        // No other blanks are left by now.
        return text.spacedWords.joined(separator: " ")
    }

    /// `…a chief physician.Police arrested…`: a line break of the page that is none in its text.
    private static func withoutGluedSentences(_ text: String) -> String {
        let bytes = Array(text.utf8)
        func isSmall(_ index: Int) -> Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= bytes[index] }
        let boundaries = bytes.indices.dropFirst(2).dropLast(2).filter { index in
            (bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: "!")
                || bytes[index] == UInt8(ascii: "?"))
                && isSmall(index - 1) && isSmall(index - 2)
                && UInt8(ascii: "A")...UInt8(ascii: "Z") ~= bytes[index + 1] && isSmall(index + 2)
        }
        guard !boundaries.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + boundaries.count)
        var start = 0
        for boundary in boundaries {
            result += bytes[start...boundary]
            result.append(0x20)
            start = boundary + 1
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    }

    private static func isUnspeakable(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "(", ")", "[", "]", "{", "}", "*", "_", "|", "~", "^", "`", "<", ">", "\\": true
        default: false
        }
    }

    /// The scalar to be kept, a space in its place, or nothing.
    private static func speakable(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        if (0x20...0x7e).contains(scalar.value) { return scalar }
        switch scalar.properties.generalCategory {
        case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator: return " "
        case .format, .surrogate, .privateUse, .unassigned, .enclosingMark: return nil
        case .otherSymbol: return scalar == "\u{B0}" ? scalar : nil
        case .nonspacingMark: return (0xFE00...0xFE0F).contains(scalar.value) ? nil : scalar
        case .modifierSymbol: return (0x1F3FB...0x1F3FF).contains(scalar.value) ? nil : scalar
        default: return scalar
        }
    }

    /// `LONDON (Reuters) - `, `WASHINGTON, Nov. 5 — `, `(CNN) — `, at the beginning of a paragraph; brackets are gone
    /// by now.
    ///
    /// - Parameter isFirst: the article's first paragraph may begin with a place in small letters too.
    package static func withoutDateline(_ text: String, isFirst: Bool = false) -> String {
        let rest = dateline.replacing(in: text)
        return isFirst ? firstDateline.replacing(in: rest) : rest
    }

    private static let agencyDateline = Pattern(
        "^\\s*[A-Z][\\w.,/ \u{2019}'-]{1,50}\\((?:AP|Reuters|REUTERS|AFP|CNN|UPI|Bloomberg|Xinhua|ANI|PTI|IANS|PA|"
            + "dpa|TASS|"
            + "CNN Business|Thomson Reuters Foundation|Kyodo|CBS[^)]{0,20}|ABC[^)]{0,20}|NBC[^)]{0,20}|KTLA|WGN)\\)"
            + "\\s*(?:--?|[\u{2013}\u{2014}:])?\\s*", literals: .anywhere(["("]))
    private static let references = Pattern(
        "\\[\\s*(\\d{1,3}|[a-z]|note \\d+|citation needed|edit|update|updated)\\s*\\]", ignoringCase: true,
        literals: .anywhere(["["]))
    private static let insertions = Pattern("\\[([^\\[\\]]{1,60})\\]", literals: .anywhere(["["]))
    private static let parentheses = Pattern("\\s*\\([^()]{0,300}\\)", literals: .anywhere(["("]))
    /// `isn 't`, `isn \u{2018}t`: put through a converter that did not know the apostrophe.
    private static let brokenContraction = Pattern(
        "(\\p{L})(?:\\s['\u{2018}\u{2019}]\\s?|\u{2018})(t|s|re|ve|ll|d|m)\\b(?!['\u{2019}])",
        literals: .anywhere([" '", " \u{2019}", "\u{2018}"]))
    private static let spaceBeforeQuote = Pattern("\\s+(\u{201D})", literals: .anywhere([" \u{201D}"]))
    private static let spaceBeforeMark = Pattern(
        "\\s+([,.;:!?])(?=\\s|$)", literals: .anywhere([" ,", " .", " ;", " :", " !", " ?"]))
    // Possessive quantifiers: a line of capitals from a hostile page must not be tried in every way.
    private static let dateline = Pattern(
        "^(?:[A-Z][A-Z.'\u{2019}-]++(?:[ /][A-Z][A-Z.'\u{2019}-]++){0,3}+(?:,? [A-Z][A-Za-z.]++){0,3}+"
            + "(?:,? \\d{1,2}\\b)?+(?: /PRNewswire/)?+\\s*+(?:--?|[\u{2013}\u{2014}:]))\\s++(?=\\S)"
            + "|^(?:[A-Z][a-z]++ ?){1,3},? (?:[A-Z]{2}|[A-Z][a-z]{1,5}\\.|"
            + "[A-Z][a-z]++)(?:, [A-Z][a-z]++\\.? \\d{1,2}(?:, \\d{4})?)?"
            + "\\s*(?:--|[\u{2013}\u{2014}])\\s+(?=[A-Z\u{201C}\"])"
            + "|^(?:--?|[\u{2013}\u{2014}\u{2022}])\\s+",
        literals: .anywhere(["-", "\u{2013}", "\u{2014}", "\u{2022}", ":"]))
    private static let firstDateline = Pattern(
        "^[A-Z][a-z]++(?: [A-Z][a-z]++){0,2}+\\s*+(?: -|--|[\u{2013}\u{2014}])\\s++(?=[A-Z])",
        literals: .anywhere(["-", "\u{2013}", "\u{2014}"]))
    private static let labels = Pattern(
        "^(?:the latest|column|editorial|analysis|updated?|watch|video|photos?|pictures|gallery|live|live updates|"
            + "breaking|exclusive|opinion|podcast|listen|fact[ -]?check|explainer|explained|review|interview|feature|news|"
            + "in pictures|recap|q&a):\\s*",
        ignoringCase: true, literals: .anywhere([":"]))
}
