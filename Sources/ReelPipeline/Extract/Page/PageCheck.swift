import ReelText

/// Tells an article from pages that are none, and why a page shows no text.
enum PageCheck {
    /// Less is no article: two sentences. Scripts that write a word in one or two characters count twice.
    static let minimumLength = 200
    /// Less, on a page that says it is not free, is the part before the paywall.
    private static let teaserLength = 700

    /// - Throws: `ExtractError` when no video should be made of this.
    static func check(_ result: ArticleExtractor.Result, _ metadata: PageMetadata) throws(ExtractError) {
        let length = result.blocks.reduce(0) { $0 + weight($1.text) }
        if length < errorPageLength, isErrorPage(metadata) { throw .errorPage }
        if length < videoPageLength, metadata.isVideo { throw .videoPage }
        if minimumLength..<teaserLength ~= length, let end = accessBarrier(result) { throw end }
        if length < teaserLength, metadata.data.isFree == false { throw .paywall }
        if isListing(result, metadata) { throw .listing }
        if length < minimumLength { throw reason(result, length) }
    }

    /// Above this a page has more to say than that something is missing.
    private static let errorPageLength = 1_200
    /// What stands under a film is a description; an article with a film has more.
    private static let videoPageLength = 1_000

    /// By the title alone: articles too speak of errors.
    private static func isErrorPage(_ metadata: PageMetadata) -> Bool {
        metadata.titles.contains { title in
            let words = title.lowercased()
            return errorTitles.contains { words == $0 || words.hasPrefix("\($0) ") || words.hasSuffix(" \($0)") }
        }
    }

    /// What the page asks for where its text breaks off; `nil` when it does not.
    private static func accessBarrier(_ result: ArticleExtractor.Result) -> ExtractError? {
        let tree = result.page.tree
        guard !tree.isEmpty, let last = result.blocks.last else { return nil }
        // What comes behind the text on the page, not what its head and its menus offer.
        var text = ""
        var id = last.start
        while id < tree.nodes.count, text.utf8.count < 1_500 {
            if tree.tag(id) == nil { text += tree.nodes[id].text + " " }
            id += 1
        }
        let words = text.collapsed.lowercased()
        if strongPaywalls.contains(where: words.holds) { return .paywall }
        return strongLogins.contains(where: words.holds) ? .loginRequired : nil
    }

    private static func weight(_ text: String) -> Int {
        // Kana, CJK ideographs, Hangul.
        text.unicodeScalars.reduce(0) {
            0x3040...0x9fff ~= $1.value || 0xac00...0xd7af ~= $1.value ? $0 + 2 : $0 + 1
        }
    }

    private static func isListing(_ result: ArticleExtractor.Result, _ metadata: PageMetadata) -> Bool {
        guard !metadata.isArticle else { return false }
        if result.teasers.areMostOfPage { return true }
        let length = result.lengthWithoutTeasers
        if result.teasers.count >= 6, result.teasers.length > 2 * length, length < 1500 { return true }
        // A blog's front page: one linked heading after the other, with long beginnings of the posts between.
        let headings = result.blocks.filter { result.page.tree.tag($0.container)?.headingLevel != nil }
        let linked = headings.count { $0.linkDensity > 0.8 }
        return linked >= 4 && 2 * linked > headings.count
    }

    private static func reason(_ result: ArticleExtractor.Result, _ length: Int) -> ExtractError {
        let tree = result.page.tree
        let words = tree.isEmpty ? "" : tree.text(of: tree.root).lowercased()
        func says(_ phrases: [String]) -> Bool { phrases.contains(where: words.holds) }
        if says(robotChecks) { return .robotCheck }
        if says(paywalls) { return .paywall }
        if says(logins) { return .loginRequired }
        if says(scripts) || isShell(tree) { return .needsScript }
        if result.teasers.count >= 6 { return .listing }
        return length == 0 && words.isEmpty ? .emptyPage : .tooLittleText(length: result.length)
    }

    /// A body that is an empty element for a program to fill.
    private static func isShell(_ tree: HTMLTree) -> Bool {
        tree.all.contains { id in
            guard tree.tag(id) == .div, let name = tree.attribute("id", of: id) else { return false }
            return ["root", "app", "__next", "__nuxt", "app-root"].contains(name) && tree.text(of: id).isEmpty
        }
    }

    private static let errorTitles = [
        "404", "404 error", "error 404", "page not found", "not found", "page unavailable", "content not available",
        "this page isn't available", "page does not exist", "error", "403 forbidden", "forbidden", "410 gone",
        "500 internal server error", "internal server error", "503 service unavailable", "service unavailable",
        "something went wrong", "oops!", "seite nicht gefunden", "page introuvable", "página no encontrada",
        "pagina non trovata",
    ]
    private static let strongPaywalls = [
        "subscribe to continue", "subscribe to read", "to continue reading", "continue reading with a subscription",
        "this article is for subscribers", "this content is for subscribers", "subscribers only", "to read the full",
        "read the full article with", "to keep reading", "unlock this article", "weiterlesen mit",
        "réservé aux abonnés",
        "solo para suscriptores",
    ]
    private static let strongLogins = [
        "register to read", "register to continue", "log in to continue", "login to continue", "sign in to continue",
        "sign in to read", "log in to read",
    ]
    private static let robotChecks = [
        "are you a robot", "you are human", "you're human", "not a robot", "complete the captcha", "unusual traffic",
        "checking your browser", "access denied", "request blocked",
    ]
    private static let paywalls = [
        "subscribe to continue", "subscribe to read", "already a subscriber", "subscribers only", "for subscribers",
        "to continue reading", "keep reading with", "abonnieren sie", "réservé aux abonnés", "solo para suscriptores",
    ]
    private static let logins = [
        "log in to", "sign in to", "please log in", "please sign in", "you must be logged in", "login required",
        "create an account to", "register to",
    ]
    private static let scripts = [
        "enable javascript", "requires javascript", "turn on javascript", "javascript is disabled",
    ]
}
