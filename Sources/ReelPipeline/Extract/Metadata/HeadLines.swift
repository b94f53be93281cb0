/// Who wrote an article and when, where the page says so only in the lines around its title.
enum HeadLines {
    /// Nodes before and behind the title's heading among which such lines stand.
    private static let reach = (before: 80, behind: 300)

    /// Fills in what the page's head does not say.
    static func complete(_ metadata: inout PageMetadata, _ page: PageBody, url: String?) {
        metadata.published = metadata.published ?? url.flatMap(PublicationDate.inAddress)
        guard metadata.byline == nil || metadata.published == nil, let heading = page.titleHeading else { return }
        let tree = page.tree
        let near = max(page.body, heading - reach.before)..<min(tree.nodes.count, heading + reach.behind)
        var lines: [String]?
        func shortLines() -> [String] {
            let found = lines ?? Self.lines(tree, near)
            lines = found
            return found
        }
        if metadata.byline == nil {
            metadata.byline =
                named(tree, near, as: authorWords).compactMap { PageMetadata.person(in: $0, tree) }.first
                ?? shortLines().lazy.compactMap(signature).first
        }
        if metadata.published == nil {
            metadata.published =
                named(tree, near, as: dateWords).compactMap { PublicationDate.dayInWords(tree.text(of: $0)) }.first
                ?? shortLines().lazy.compactMap(PublicationDate.dayInWords).first
        }
    }

    /// Small elements whose `class` or `id` has one of the words.
    private static func named(_ tree: HTMLTree, _ near: Range<HTMLTree.ID>, as words: Set<String>) -> [HTMLTree.ID] {
        near.filter { id in
            guard tree.isElement(id), tree.isSmall(id, nodes: 60, bytes: 20_000) else { return false }
            return tree.attributes(of: id).contains { name, value in
                (name == "class" || name == "id")
                    && value.utf8.split(whereSeparator: { $0 <= 0x20 }).contains { token in
                        Vocabulary.words(Substring(token)).contains(where: words.contains)
                    }
            }
        }
    }

    private static let authorWords: Set<String> = ["author", "authors", "byline", "bylines", "writer"]
    private static let dateWords: Set<String> = [
        "date", "datetime", "timestamp", "pubdate", "published", "publish", "posted", "dateline", "time",
    ]

    private static func lines(_ tree: HTMLTree, _ near: Range<HTMLTree.ID>) -> [String] {
        tree.textBlocks(in: near) { [.script, .style, .nav].contains(tree.tag($0)) }
            .filter { $0.length < 100 }.flatMap { $0.text.split(separator: "\n").map(String.init) }
    }

    /// "By Jane Doe and John Roe on Monday": the names behind a "by", two to eight words that begin with capitals.
    private static func signature(_ line: String) -> String? {
        guard line.lowercased().hasPrefix("by ") else { return nil }
        var names: [Substring] = []
        for word in line.split(separator: " ").dropFirst() {
            guard names.count < 8, word.first?.isUppercase == true || ["and", "&", "de", "van", "von"].contains(word),
                !word.contains(where: \.isNumber)
            else { break }
            names.append(word)
        }
        guard names.count >= 2 else { return nil }
        return PageMetadata.person(names.joined(separator: " "))
    }
}
