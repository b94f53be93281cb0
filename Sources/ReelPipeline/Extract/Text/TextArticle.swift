import Foundation
import ReelCore
import ReelText

/// An article out of text that somebody posted, plain or in Markdown (CommonMark's commonest marks).
package enum TextArticle {
    /// - Parameters:
    ///   - title: without one the first heading is it, or the beginning of the text.
    ///   - url: where the text comes from, if that is known.
    /// - Throws: `ExtractError.tooLittleText`.
    package static func read(_ text: String, title: String?, url: String?) throws(ExtractError) -> Article {
        guard text.utf8.count <= ExtractLimits.pageBytes else { throw .tooLarge(limit: ExtractLimits.pageBytes) }
        var reader = MarkdownReader()
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { reader.read(line) }
        var (blocks, images) = reader.finish()
        var heading = title?.collapsed ?? ""
        if let first = blocks.first, first.kind == .heading {
            if heading.isEmpty { heading = first.text }
            if first.text.comparisonKey == heading.comparisonKey { blocks.removeFirst() }
        }
        if heading.isEmpty { heading = blocks.first.map { beginning(of: $0.text) } ?? "Untitled" }
        let length = blocks.reduce(0) { $0 + $1.text.unicodeScalars.count }
        guard length >= PageCheck.minimumLength else { throw .tooLittleText(length: length) }
        return Article(
            url: url, title: heading, text: blocks.map(\.text).joined(separator: "\n\n"), blocks: blocks,
            image: images.first?.url, images: images)
    }

    private static func beginning(of text: String) -> String {
        let sentence = text.prefix { !".!?".contains($0) }
        let words = sentence.split(separator: " ")
        return words.prefix(10).joined(separator: " ") + (words.count > 10 ? "…" : "")
    }
}

/// Reads lines into blocks.
private struct MarkdownReader {
    private var blocks: [ArticleBlock] = []
    private var images: [ArticleImage] = []
    private var lines: [String] = []
    private var kind = ArticleBlock.Kind.paragraph
    private var isCode = false

    mutating func read(_ line: Substring) {
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
            flush()
            isCode.toggle()
        } else if isCode {
            return  // programs are not read aloud
        } else if trimmed.isEmpty {
            flush()
        } else if isRule(trimmed) {
            // A line under a line of text makes it a heading.
            if !lines.isEmpty, kind == .paragraph, trimmed.first != "*" {
                append(.heading, lines.joined(separator: " "), level: trimmed.first == "=" ? 1 : 2)
                lines = []
            }
            flush()
        } else if let (level, text) = heading(trimmed) {
            flush()
            append(.heading, text, level: level)
        } else if let text = afterMarker(trimmed) {
            flush()
            kind = .list
            lines = [text]
        } else if trimmed.hasPrefix(">") {
            if kind != .quote { flush() }
            kind = .quote
            lines.append(trimmed.drop { $0 == ">" || $0 == " " }.description)
        } else {
            if kind == .quote { flush() }
            lines.append(trimmed)
        }
    }

    mutating func finish() -> (blocks: [ArticleBlock], images: [ArticleImage]) {
        flush()
        return (blocks, images)
    }

    private mutating func flush() {
        if !lines.isEmpty { append(kind, lines.joined(separator: " "), level: nil) }
        lines = []
        kind = .paragraph
    }

    private mutating func append(_ kind: ArticleBlock.Kind, _ source: String, level: Int?) {
        let (text, found) = MarkdownInline.plain(source)
        images += found.prefix(ArticleImages.maximumCount - images.count)
        let plain = text.collapsed
        if !plain.isEmpty { blocks.append(ArticleBlock(kind, plain, level: level)) }
    }

    private func isRule(_ line: String) -> Bool {
        guard let first = line.first, "-=*_".contains(first), line.count >= 3 else { return false }
        return line.allSatisfy { $0 == first || $0 == " " }
    }

    private func heading(_ line: String) -> (level: Int, text: String)? {
        let marks = line.prefix { $0 == "#" }
        guard (1...6).contains(marks.count), line.dropFirst(marks.count).first == " " else { return nil }
        return (marks.count, line.dropFirst(marks.count).trimmingCharacters(in: CharacterSet(charactersIn: " #")))
    }

    /// What stands behind `- `, `* `, `+ `, `• ` or `1. `.
    private func afterMarker(_ line: String) -> String? {
        if let first = line.first, "-*+•".contains(first), line.dropFirst().first == " " {
            return String(line.dropFirst(2))
        }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count) else { return nil }
        let rest = line.dropFirst(digits.count)
        guard let mark = rest.first, mark == "." || mark == ")", rest.dropFirst().first == " " else { return nil }
        return String(rest.dropFirst(2))
    }
}
