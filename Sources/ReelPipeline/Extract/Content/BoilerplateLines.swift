import ReelText

/// Lines that stand in an article and do not belong to it, told by their words: invitations, pointers, notices.
enum BoilerplateLines {
    /// Whether a line only points elsewhere or speaks for the site.
    static func isNotice(_ block: TextBlock) -> Bool {
        guard block.length < 250 else { return false }
        let line = plain(block.text)
        if invitations.contains(where: line.hasPrefix) { return true }
        if block.length < 100 || block.linkDensity > 0.4, pointers.contains(where: line.hasPrefix) { return true }
        if notices.contains(where: line.holds) { return true }
        // A whole line that is one link is a pointer, whatever it says.
        return block.linkDensity > 0.95 && block.length > 20
    }

    /// Whether a short line is the heading of what comes after articles: other articles, comments.
    static func endsArticle(_ block: TextBlock) -> Bool {
        guard block.length < 60 else { return false }
        let line = plain(block.text)
        return endings.contains(where: line.hasPrefix)
    }

    static func looksLikeDate(_ text: String) -> Bool {
        text.utf8.count < 100 && text.utf8.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    static func endsLikeSentence(_ text: String) -> Bool {
        let mark = Punctuation.lastMark(of: text)
        return mark.map { $0 == ":" || Punctuation.isSentenceEnd($0) } ?? false
    }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().drop { !$0.isLetter && !$0.isNumber && $0 != "©" })
    }

    /// Lines that begin so ask the reader for something.
    private static let invitations =
        BoilerplatePhrases.invitations + [
            "follow ap", "reach the reporter", "contact the author", "want more stories", "become a member",
            "support our", "like us on",
        ]

    /// Short lines that begin so lead elsewhere.
    private static let pointers =
        BoilerplatePhrases.pointers + [
            "read:", "see more", "recommended", "you may also like", "you might also like", "topics", "post comment",
            "view all", "next article", "previous article", "loading", "enlarge image", "©", "buyer's guide",
            "leave a reply", "mehr zum thema", "lesen sie auch", "lesen sie mehr", "à lire aussi", "lire aussi",
            "lea también",
            "lee también", "leia também", "leia mais", "veja também", "leggi anche", "lees ook", "читайте также",
        ]

    private static let notices =
        BoilerplatePhrases.notices + ["this website uses cookies", "we use cookies", "disable your ad blocker"]

    private static let endings = [
        "related", "comments", "more stories", "more great", "you may also", "you might also", "recommended",
        "most popular", "popular", "read next", "trending", "top stories", "latest news", "leave a", "elsewhere on",
        "what to read next", "more from", "next article", "post comment", "top rated comments", "about the author",
        "share this", "tags",
        "das könnte sie auch", "auch interessant", "ähnliche", "mehr zum thema", "kommentare", "à lire aussi",
        "commentaires", "sur le même sujet", "te puede interesar", "relacionad", "comentarios", "você pode gostar",
        "veja também", "leia também", "comentários", "potrebbe interessarti", "leggi anche", "commenti", "lees ook",
        "читайте также", "похожие", "комментарии", "関連記事", "관련기사", "相关", "相關",
    ]
}
