import Foundation
import ReelCore

extension FetchPolicy {
    /// For a service that the operator's settings name, with a key: it may be reached wherever it is, on this machine too, and
    /// nothing else may. Redirects are not followed, because what is sent is meant for this server.
    ///
    /// - Parameters:
    ///   - url: any address of the service.
    ///   - timeout: for one answer.
    public init(service url: String, timeout: Duration) {
        self.init()
        self.timeout = timeout
        maximumRedirects = 0
        if let parts = URLComponents(string: url), let host = parts.host?.lowercased() {
            allowed = ["\(host):\(parts.port ?? (parts.scheme?.lowercased() == "https" ? 443 : 80))"]
        }
    }
}

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
package enum RetryAfter {
    package static func wait(_ value: String, now: Date) -> Duration? {
        // The longest form of a date has 33 characters.
        guard value.utf8.count <= 100 else { return nil }
        let value = value.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(value), seconds >= 0, seconds < 1e6 { return .milliseconds(Int(seconds * 1000)) }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = .gmt
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return formatter.date(from: value).map { .milliseconds(Int(max(0, $0.timeIntervalSince(now)) * 1000)) }
    }
}
