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
    case deleteVideo(String)
    case editVideo(String)
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
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        // Decoding costs more than all the rest here, and hardly any path needs it.
        if path.utf8.contains(UInt8(ascii: "%")) { parts = parts.map { $0.removingPercentEncoding ?? $0 } }
        switch parts.count {
        case 1 where parts == ["health"]: return reading(.health)
        case 1 where parts == ["metrics"]: return reading(.metrics)
        case 2 where parts == ["api", "generate-video"]: return [("POST", .createJob)]
        case 2 where parts == ["api", "jobs"]: return reading(.listJobs)
        case 2 where parts == ["api", "videos"]: return reading(.listVideos)
        case 3 where parts[0...1] == ["api", "jobs"] && !parts[2].isEmpty: return reading(.showJob(parts[2]))
        case 3 where parts[0...1] == ["api", "videos"] && !parts[2].isEmpty:
            return reading(.showVideo(parts[2])) + [("DELETE", .deleteVideo(parts[2]))]
        case 4 where parts[0...1] == ["api", "jobs"] && parts[3] == "cancel":
            return [("POST", .cancelJob(parts[2]))]
        case 4 where parts[0...1] == ["api", "videos"] && parts[3] == "file": return reading(.videoFile(parts[2]))
        case 4 where parts[0...1] == ["api", "videos"] && parts[3] == "edit": return [("POST", .editVideo(parts[2]))]
        case 4 where parts[0...1] == ["api", "jobs"] && parts[3] == "retry":
            return [("POST", .retryJob(parts[2]))]
        case 4 where parts[0...1] == ["api", "jobs"] && parts[3] == "attempts":
            return reading(.listAttempts(parts[2]))
        default: return []
        }
    }

    private static func reading(_ route: Route) -> [(method: String, route: Route)] {
        [("GET", route), ("HEAD", route)]
    }
}
