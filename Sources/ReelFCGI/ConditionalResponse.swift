import Foundation
import ReelCache
import ReelHTTP

/// What a client knows already of what it asks for (RFC 9110, 13.1).
package struct Conditions: Sendable {
    /// `If-None-Match`, as it was sent.
    package var knownTags: String?
    /// `If-Modified-Since`, as it was sent.
    package var knownSince: String?

    package init(knownTags: String? = nil, knownSince: String? = nil) {
        self.knownTags = knownTags
        self.knownSince = knownSince
    }

    /// Whether the client has what bears this tag and date. Tags are compared weakly, as `If-None-Match` is; where there are
    /// tags the date does not count. A date counts only if it is the one that was told: the wall clock may have been set back.
    ///
    /// - Parameters:
    ///   - tag: in its quotation marks.
    ///   - date: as it stands in `Last-Modified`; `nil` when none is told.
    package func have(_ tag: String, _ date: String?) -> Bool {
        if let knownTags {
            // Ours are hexadecimal digits: none can be a part of another one.
            return knownTags.trimmingCharacters(in: .whitespaces) == "*" || knownTags.contains(tag)
        }
        guard let date, let knownSince else { return false }
        return knownSince.trimmingCharacters(in: .whitespaces) == date
    }
}

extension Response {
    /// The answer to a conditional request: `304` without a body where the client has it.
    ///
    /// - Parameters:
    ///   - conditions: of the request.
    ///   - changed: when what is answered last changed. It is told only when its second is over: what may still change within
    ///     it would have the same date.
    ///   - now: the wall clock.
    package func unless(_ conditions: Conditions, changed: Date, now: Date = Date()) -> Response {
        var digest = SHA256Digest()
        digest.update(body)
        let tag = "\"\(digest.finish().prefix(32))\""
        let second = changed.timeIntervalSince1970.rounded(.down)
        let date = now.timeIntervalSince1970.rounded(.down) > second ? HTTPDate.text(changed) : nil
        var answer = self
        answer.headers.append(("ETag", tag))
        if let date { answer.headers.append(("Last-Modified", date)) }
        guard conditions.have(tag, date) else { return answer }
        answer.status = 304
        answer.body = Data()
        return answer
    }
}
