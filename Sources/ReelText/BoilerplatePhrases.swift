/// Phrases of lines that stand in an article and do not belong to it, in lower case, which more than one stage looks for.
/// Each stage has more of its own: a block of a page is judged by its links too, a sentence by its words alone.
package enum BoilerplatePhrases {
    /// A line that begins so asks the reader for something.
    package static let invitations = [
        "sign up", "subscribe", "follow us", "have a tip", "got a tip", "get the latest", "reporting by", "click here",
        "download the", "join our",
    ]

    /// A line that begins so leads elsewhere, or says where it comes from.
    package static let pointers = [
        "read more", "read also", "also read", "read next", "see also", "watch:", "listen:", "related", "more from",
        "more:", "more on", "share this", "tags:", "tag:", "filed under", "advertisement", "back to top", "copyright",
        "all rights reserved", "first published", "published", "updated", "last updated", "leave a comment",
    ]

    /// A line that has one of these anywhere is the site's, not the author's.
    package static let notices = ["contributed to this report", "all rights reserved"]
}
