import ReelCore

/// Why something could not be fetched. Hosts and addresses are as the URL or the redirect gave them.
public enum FetchError: Error, Hashable, Sendable {
    case invalidURL(String)
    case unsupportedScheme(String)
    case credentials(host: String)
    case portRefused(Int)
    /// The name leads into a network that strangers' URLs must not reach; `kind` such as "private".
    case addressRefused(host: String, kind: String)
    case nameNotFound(host: String)
    case nameServiceFailed(host: String)
    case notConnected(host: String, reason: String)
    case tls(host: String, reason: String)
    case timeout(host: String, seconds: Double)
    /// All downloads of a stage together took longer than they may.
    case outOfTime(seconds: Double)
    case tooLarge(host: String, limit: Int)
    case tooManyRedirects(host: String, limit: Int)
    /// A status that is neither success nor a redirect to follow.
    case status(Int, host: String)
    /// The answer ended early, or was no HTTP.
    case brokenAnswer(host: String, reason: String)
}

extension FetchError: JobFailureConvertible {
    public var failure: JobFailure {
        JobFailure(stage: nil, code: code, message: message, detail: detail, isRetryable: isRetryable)
    }

    private var code: String {
        switch self {
        case .invalidURL: "fetch_invalid_url"
        case .unsupportedScheme, .credentials, .portRefused, .addressRefused: "fetch_refused"
        case .nameNotFound: "fetch_name_not_found"
        case .nameServiceFailed, .notConnected: "fetch_not_connected"
        case .tls: "fetch_tls"
        case .timeout, .outOfTime: "fetch_timeout"
        case .tooLarge: "fetch_too_large"
        case .tooManyRedirects: "fetch_redirects"
        case .status: "fetch_status"
        case .brokenAnswer: "fetch_broken"
        }
    }

    /// Whether the same request may well succeed a little later.
    public var isRetryable: Bool {
        switch self {
        case .nameServiceFailed, .notConnected, .timeout, .outOfTime, .brokenAnswer: true
        case .status(let status, _): status == 408 || status == 425 || status == 429 || status >= 500
        default: false
        }
    }

    /// What was wrong and what to do about it.
    public var message: String {
        switch self {
        case .invalidURL(let url):
            "\"\(url.prefix(200))\" is not a web address. Give one that begins with https://."
        case .unsupportedScheme(let scheme):
            "Addresses that begin with \(scheme.prefix(20)): cannot be read; only http: and https: can."
        case .credentials(let host):
            "The address carries a user name or password for \(host). Remove it; only public pages can be read."
        case .portRefused(let port):
            "Port \(port) is not a port for web pages. Use an address on port 80, 443 or one of the usual high ports."
        case .addressRefused(let host, let kind):
            "\(host) leads to a \(kind) address, which is not part of the public internet. If you run this server and "
                + "mean it, let the address through with REEL_FETCH_ALLOW=host:port."
        case .nameNotFound(let host):
            "There is no server named \(host). Check the address for a typing mistake."
        case .nameServiceFailed(let host):
            "The name \(host) could not be looked up just now. Check this machine's network and try again."
        case .notConnected(let host, _):
            "\(host) could not be reached. The site may be down; try again later."
        case .tls(let host, let reason):
            "No secure connection to \(host) could be made: \(reason)."
        case .timeout(let host, let seconds):
            "\(host) did not answer fully within \(seconds.formatted()) seconds. Try again later."
        case .outOfTime(let seconds):
            "All downloads together took longer than the \(seconds.formatted()) seconds that they may take. Try again later."
        case .tooLarge(let host, let limit):
            "What \(host) sent is larger than the limit of \(Self.size(limit))."
        case .tooManyRedirects(let host, let limit):
            "The address was redirected more than \(limit) times, last by \(host). Open it in a browser and give the "
                + "address that the browser ends at."
        case .status(let status, let host):
            "\(host) answered with status \(status)\(Self.meaning(of: status))."
        case .brokenAnswer(let host, _):
            "The answer of \(host) was cut off or damaged. Try again later."
        }
    }

    private var detail: String? {
        switch self {
        case .notConnected(_, let reason), .brokenAnswer(_, let reason): reason
        default: nil
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1_000_000 ? "\((Double(bytes) / 1_000_000).formatted()) MB" : "\(bytes) bytes"
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 401, 403, 407: ": it does not let us read this page. Use an article that is open to everyone"
        case 402: ": the page is for paying readers. Use an article that is open to everyone"
        case 404, 410: ": there is no such page. Check the address"
        case 429: ": it gets too many requests. Try again later"
        case 451: ": the page is blocked for legal reasons"
        case 500...: ": the site has a fault of its own. Try again later"
        default: ""
        }
    }
}

extension Double {
    /// "30", "0.5": no zeros that carry nothing.
    fileprivate func formatted() -> String {
        self == rounded() && abs(self) < 1e15 ? String(Int(self)) : String(self)
    }
}
