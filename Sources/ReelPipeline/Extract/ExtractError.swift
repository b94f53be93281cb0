import ReelCore

/// Why no article came out of a page.
public enum ExtractError: Error, Hashable, Sendable {
    case unreadableFile(path: String, reason: String)
    case tooLarge(limit: Int)
    /// More elements and pieces of text than any article has.
    case tooManyElements(limit: Int)
    /// More different names of elements and attributes.
    case tooManyNames(limit: Int)
    /// The address leads to something that is no page; `kind` such as "a PDF document".
    case notHTML(kind: String)
    case emptyPage
    /// A front page, a category, a list of results.
    case listing
    case loginRequired
    case paywall
    /// The server asks whether we are human.
    case robotCheck
    /// The words are put into the page by a program that runs in browsers only.
    case needsScript
    /// A page around a film.
    case videoPage
    /// The server says "not found" in words instead of a status.
    case errorPage
    /// The site's `robots.txt` keeps programs away from it.
    case robots(host: String)
    /// Text, but nothing that makes an article of it.
    case notAnArticle(confidence: Double)
    /// An entry was asked for, and the address leads to a page.
    case notAFeed
    case noSuchEntry(Int, of: Int)
    /// `length` in characters.
    case tooLittleText(length: Int)
}

extension ExtractError: JobFailureConvertible {
    public var failure: JobFailure {
        JobFailure(stage: .extract, code: code, message: message, detail: detail, isRetryable: self == .robotCheck)
    }

    private var code: String {
        switch self {
        case .unreadableFile: "file_unreadable"
        case .tooLarge, .tooManyElements, .tooManyNames: "page_too_large"
        case .notHTML: "not_html"
        case .emptyPage: "page_empty"
        case .listing: "not_an_article"
        case .loginRequired: "login_required"
        case .paywall: "paywall"
        case .robotCheck: "robot_check"
        case .needsScript: "needs_script"
        case .videoPage: "video_page"
        case .errorPage: "error_page"
        case .robots: "robots"
        case .notAnArticle: "not_an_article"
        case .notAFeed: "not_a_feed"
        case .noSuchEntry: "no_such_entry"
        case .tooLittleText: "too_little_text"
        }
    }

    /// What was wrong and what to do about it.
    public var message: String {
        switch self {
        case .unreadableFile(let path, _):
            "The file \(path) cannot be read. Check its name and that you may read it."
        case .tooLarge(let limit):
            "The page is larger than \(limit / 1_000_000) MB, which no article is. Give the address of the article itself."
        case .tooManyElements(let limit):
            "The page has more than \(limit) elements, which no article has. Give the address of the article itself."
        case .tooManyNames(let limit):
            "The page has more than \(limit) different names of elements, which no article has. Give the address of the "
                + "article itself."
        case .notHTML(let kind):
            "The address leads to \(kind), not to a web page. Give the address of an article."
        case .emptyPage:
            "The page is empty. Open the address in a browser and check that an article is there."
        case .listing:
            "The page lists articles and is none itself. Open one of them and give its address."
        case .loginRequired:
            "The article is shown only to people who are logged in. Use one that is open to everyone."
        case .paywall:
            "The article is shown only to paying readers. Use one that is open to everyone."
        case .robotCheck:
            "The site asked whether a human is reading and did not show the article. Try again later, or use another site."
        case .needsScript:
            "The page holds no text until a browser has run its programs, which is not done here. Save the page from a "
                + "browser and make the video from the saved file, or use another article."
        case .videoPage:
            "The page shows a video and has hardly any text. Give the address of an article about it."
        case .errorPage:
            "The site has no such page any more: it shows an error message in its place. Check the address."
        case .robots(let host):
            "\(host) asks programs not to read this page (robots.txt). Use another page; if the site is yours or you have "
                + "its permission, set REEL_EXTRACT_ROBOTS=false."
        case .notAnArticle:
            "The page does not look like an article: it has little running text among other things. Give the address of "
                + "the article itself."
        case .notAFeed:
            "The address leads to a page, not to a feed, so it has no entries to choose from. Leave the entry out."
        case .noSuchEntry(let number, let count):
            count == 0
                ? "The feed has no entries with an address. Give an article's own address."
                : "The feed has no entry \(number); its entries are 1 to \(count), the newest first."
        case .tooLittleText(let length):
            "Only \(length) characters of text were found, too little for a video. Give a longer article."
        }
    }

    private var detail: String? {
        if case .unreadableFile(_, let reason) = self { reason } else { nil }
    }
}
