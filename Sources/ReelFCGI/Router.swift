import Foundation

/// What may be asked of the responder. Names in paths are percent-decoded and not yet checked.
package enum Route: Hashable, Sendable {
    case createJob
    case listJobs
    case showJob(String)
    case cancelJob(String)
    case retryJob(String)
    case listAttempts(String)
    case listVideos
    case showVideo(String)
    case videoFile(String)
    case listVoices
    case voiceSample(provider: String, name: String)
    case deleteVideo(String)
    case editVideo(String)
    case createShare(video: String)
    case listShares(video: String)
    case deleteShare(video: String, share: String)
    case sharePage(token: String)
    case shareFile(token: String, name: String)
    case feed
    case mcp
    case health
    case metrics
}

/// From method and path to route.
package enum Router {
    /// - Parameter path: percent-encoded, without the query.
    /// - Throws: `HTTPError.noSuchPath`, `.methodNotAllowed`.
    package static func route(method: String, path: String) throws(HTTPError) -> Route {
        let methods = routes(at: path)
        guard !methods.isEmpty else { throw .noSuchPath(path) }
        if let route = methods.first(where: { $0.method == method })?.route { return route }
        throw .methodNotAllowed(method, allowed: methods.map(\.method))
    }

    /// The methods that a path takes.
    package static func methods(at path: String) -> [String] {
        routes(at: path).map(\.method)
    }

    private static func routes(at path: String) -> [(method: String, route: Route)] {
        // By bytes: finding the characters of a text costs more than the rest of this.
        var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .map { String(Substring($0)) }
        // Decoding costs more than all the rest here, and hardly any path needs it.
        if path.utf8.contains(UInt8(ascii: "%")) { parts = parts.map { $0.removingPercentEncoding ?? $0 } }
        let name = parts.count > 2 ? parts[2] : ""
        switch (parts.count, parts.first, parts.dropFirst().first) {
        case (1, "health", _): return reading(.health)
        case (1, "metrics", _): return reading(.metrics)
        case (1, "mcp", _): return [("POST", .mcp)]
        case (2, "feeds", "reels.xml"): return reading(.feed)
        case (2, "s", let token?) where !token.isEmpty: return reading(.sharePage(token: token))
        case (3, "s", let token?) where !token.isEmpty: return reading(.shareFile(token: token, name: name))
        case (2, "api", "generate-video"): return [("POST", .createJob)]
        case (2, "api", "jobs"): return reading(.listJobs)
        case (2, "api", "videos"): return reading(.listVideos)
        case (2, "api", "voices"): return reading(.listVoices)
        case (3, "api", "jobs") where !name.isEmpty: return reading(.showJob(name))
        case (3, "api", "videos") where !name.isEmpty:
            return reading(.showVideo(name)) + [("DELETE", .deleteVideo(name))]
        case (4, "api", "jobs"): return routes(ofJob: name, parts[3])
        case (4, "api", "videos"): return routes(ofVideo: name, parts[3])
        case (5, "api", "videos") where parts[3] == "shares" && !parts[4].isEmpty:
            return [("DELETE", .deleteShare(video: name, share: parts[4]))]
        case (5, "api", "voices") where parts[4] == "sample":
            return reading(.voiceSample(provider: name, name: parts[3]))
        default: return []
        }
    }

    private static func routes(ofJob name: String, _ part: String) -> [(method: String, route: Route)] {
        switch part {
        case "cancel": [("POST", .cancelJob(name))]
        case "retry": [("POST", .retryJob(name))]
        case "attempts": reading(.listAttempts(name))
        default: []
        }
    }

    private static func routes(ofVideo name: String, _ part: String) -> [(method: String, route: Route)] {
        switch part {
        case "file": reading(.videoFile(name))
        case "edit": [("POST", .editVideo(name))]
        case "shares": reading(.listShares(video: name)) + [("POST", .createShare(video: name))]
        default: []
        }
    }

    private static func reading(_ route: Route) -> [(method: String, route: Route)] {
        [("GET", route), ("HEAD", route)]
    }
}
