import ReelText

/// Lines that stand in an article and do not belong to it, told by their words: invitations, pointers, notices.
enum Phrases {
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
        let last = text.unicodeScalars.last { !")\"”’'»]".unicodeScalars.contains($0) }
        return last.map { ".!?…:。！？".unicodeScalars.contains($0) } == true
    }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().drop { !$0.isLetter && !$0.isNumber && $0 != "©" })
    }

    /// Lines that begin so ask the reader for something.
    private static let invitations = [
        "sign up", "subscribe", "follow us", "follow ap", "have a tip", "got a tip", "reach the reporter",
        "get the latest", "reporting by", "contact the author", "click here", "want more stories", "download the",
        "join our", "become a member", "support our", "like us on",
    ]

    /// Short lines that begin so lead elsewhere.
    private static let pointers = [
        "read more", "read also", "also read", "read next", "read:", "see also", "see more", "watch:", "listen:",
        "related", "more from", "more:", "more on", "recommended", "you may also like", "you might also like",
        "share this", "tags:", "tag:", "filed under", "topics", "post comment", "advertisement", "back to top",
        "view all", "next article", "previous article", "loading", "enlarge image", "copyright", "©",
        "all rights reserved", "first published", "published", "updated", "last updated", "buyer's guide",
        "leave a comment", "leave a reply",
        "mehr zum thema", "lesen sie auch", "lesen sie mehr", "à lire aussi", "lire aussi", "lea también",
        "lee también", "leia também", "leia mais", "veja também", "leggi anche", "lees ook", "читайте также",
    ]

    private static let notices = [
        "contributed to this report", "this website uses cookies", "we use cookies", "all rights reserved",
        "disable your ad blocker",
    ]

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
