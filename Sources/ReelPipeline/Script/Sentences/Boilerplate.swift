import ReelText

/// Lines and sentences that belong to the page, not to the article: calls to click, credits, notices, bylines.
enum Boilerplate {
    static func isBoilerplate(_ line: String) -> Bool {
        byline.matches(line) || opening.matches(line) || anywhere.matches(line)
    }

    /// Things that cannot be read aloud with sense.
    static func hasAddress(_ text: String) -> Bool {
        address.matches(text)
    }

    private static let byline = Pattern(
        "^(?:By|BY|Words by|Text by|Written by|Story by|Posted by|Reported by|Reporting by|Editing by|"
            + "Photographs? by)"
            + " (?:[A-Z][\\w.'\u{2019}-]++[ ,&]*+(?:and )?+){1,8}+[^.]{0,40}$", literals: .anywhere(["by "]))

    private static let opening = Pattern(
        "^(?:" + lineOpenings.joined(separator: "|")
            + "|read (?:the full|about|our)|watch (?:the|this|our)|listen(?: to)?:?|click|tap|sign in|log in|register|"
            + "follow (?:me|@)|join us|share on|advertis|sponsored|promoted|continue reading|story continues|"
            + "scroll (?:down|to)|download our|get (?:the|our) (?:app|newsletter|latest)|don['\u{2019}]t miss|"
            + "photos?(?: credit)?:|image(?: credit)?:|picture:|credit:|caption:|source:|sources:|via:|video:|"
            + "topics?:|posted|originally published|editor['\u{2019}]s note|correction:|disclosure|disclaimer|"
            + "contact (?:us|the|dear)|email|e-mail|write to|send (?:us|your)|tell us|let us know|comment below|"
            + "comments|got a story|have (?:a got|you tip|you got)|buy (?:now|it)|shop|order now|table of contents|"
            + "jump to|this (?:article|story|post|piece|column) (?:was|is|has been|originally|first|appear)|"
            + "a version of this|the (?:associated press|new york times) contributed|additional reporting|"
            + "associated press writers?|if you (?:buy|purchase|click|enjoyed|liked)|we may (?:earn|receive)|terms of|"
            + "privacy policy|cookie|stay tuned|book (?:your|now|tickets))",
        ignoringCase: true,
        literals: .prefix(
            lineOpenings + [
                "read", "watch", "listen", "click", "tap", "sign", "log in", "register", "follow", "join", "share",
                "advertis", "sponsored", "promoted", "continue", "story", "scroll", "download", "get ", "don", "photo",
                "image", "picture", "credit", "caption", "source", "via:", "video:", "topic", "posted", "original",
                "editor", "correction", "disclosure", "disclaimer", "contact", "email", "e-mail", "write", "send",
                "tell us", "let us", "comment", "got a", "have ", "buy", "shop", "order", "table of", "jump", "this ",
                "a version", "the associated", "the new york", "additional", "associated", "if you", "we may",
                "terms of", "privacy", "cookie", "stay tuned", "book ",
            ]))

    private static let lineOpenings = BoilerplatePhrases.invitations + BoilerplatePhrases.pointers

    private static let anywhere = Pattern(
        "(?:" + BoilerplatePhrases.notices.joined(separator: "|")
            + "|getty images|shutterstock|newsletter|contributed to this (?:story|article)|"
            + "subscribe to|sign up (?:for|to)|click here|tap here|read more|follow (?:him|her|them|us|me) on|"
            + "on (?:twitter|facebook|instagram) (?:at )?@|affiliate (?:link|commission)|javascript|your browser|"
            + "reproduced with permission|terms and conditions|promo code|for more information|visit our|"
            + "not be (?:published|broadcast|rewritten|redistributed)|(?:in|see) the comments|comment section|"
            + "is (?:written|edited|published) by|is produced (?:by|weekly|daily)|can be reached (?:at|by|on)|"
            + "is an? (?:freelance |staff |senior |contributing |award-winning )*(?:writer|reporter|editor|"
            + "correspondent|"
            + "columnist|journalist|contributor|author) (?:for|at|with|based|covering|who)|\u{A9}|link in bio|hope to see you|"
            + "(?:above|below)[ -](?:displayed|mentioned|pictured)|"
            + "\\b(?:chart|table|graph|graphic|infographic|gallery|video|photo|image|tweet|map)s? (?:above|below)\\b)",
        ignoringCase: true,
        literals: .anywhere([
            "all rights", "getty", "shutterstock", "newsletter", "contributed", "subscribe", "sign up", "click here",
            "tap here", "read more", "follow ", "@", "affiliate", "javascript", "your browser", "reproduced",
            "terms and", "promo code", "for more info", "visit our", "not be ", "comment", "is written", "is edited",
            "is published", "is produced", "can be reached", "writer", "reporter", "editor", "correspondent",
            "columnist", "journalist", "contributor", "author", "\u{A9}", "link in bio", "see you", "above", "below",
        ]))

    private static let address = Pattern(
        "(?:https?:|www\\.|\\w@\\w|(?:^|\\s)[@#]\\w|\\w\\.(?:com|org|net|gov|edu|co\\.uk)\\b|"
            + "\\b\\d{3}-\\d{3}-\\d{4}\\b|\\b\\d{3}-\\d{4}\\b)", ignoringCase: true,
        literals: .anywhere(["http", "www.", "@", "#", ".com", ".org", ".net", ".gov", ".edu", ".co.uk", "-"]))
}
