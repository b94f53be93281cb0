import Foundation
import ReelCore
import ReelFetch

/// Searches the library. The key goes to the API's own address and nowhere else: its redirects are not followed, and
/// the files, which lie elsewhere, are fetched without it.
package struct PexelsClient: Sendable {
    /// What the API offers for one search; more would not be looked at.
    private static let perPage = 15

    let settings: PexelsSettings
    let fetcher: Fetcher

    /// - Parameters:
    ///   - fetcher: reaches the API wherever the settings say it is; `nil` makes one.
    ///   - budget: that its answers take their time from.
    package init(settings: PexelsSettings, fetcher: Fetcher? = nil, budget: DownloadBudget? = nil) {
        self.settings = settings
        let fetcher = fetcher ?? .live(FetchPolicy(service: settings.url, timeout: settings.timeout))
        self.fetcher = budget?.limiting(fetcher) ?? fetcher
    }

    /// - Throws: `PexelsProblem`; `CancellationError`.
    package func search(
        _ kind: PexelsItem.Kind, _ query: String, aspect: Aspect, shorterEdge: Int, seconds: Double
    ) async throws -> [PexelsItem] {
        let body = try await ask(kind == .photo ? "/v1/search" : "/videos/search", query, aspect)
        switch kind {
        case .photo:
            guard let answer = try? WireCoding.decode(PexelsPhotos.self, from: body) else { throw PexelsProblem.odd }
            return answer.photos.compactMap { PexelsItem($0) }
        case .video:
            guard let answer = try? WireCoding.decode(PexelsVideos.self, from: body) else { throw PexelsProblem.odd }
            // A clip that ends before its scene would stand still.
            return answer.videos.filter { $0.duration >= seconds }
                .compactMap { PexelsItem($0, shorterEdge: shorterEdge) }
        }
    }

    private func ask(_ path: String, _ query: String, _ aspect: Aspect) async throws -> Data {
        var parts = URLComponents(string: settings.url + path)
        parts?.queryItems = [
            URLQueryItem(name: "query", value: query), URLQueryItem(name: "orientation", value: aspect.orientation),
            URLQueryItem(name: "per_page", value: String(Self.perPage)),
        ]
        // In a query a plus means a blank.
        let encoded = parts?.percentEncodedQuery?.replacing("+", with: "%2B")
        parts?.percentEncodedQuery = encoded
        guard let url = parts?.string else { throw PexelsProblem.unreachable("its address cannot be built") }
        let answer: FetchedResource
        do {
            answer = try await fetcher.fetch(
                FetchRequest(
                    url: url, accept: "application/json", maximumBytes: 2_000_000,
                    headers: [HTTPField("Authorization", settings.key.value)], takesAnyStatus: true))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw PexelsProblem.unreachable(JobFailure(error, in: .gather).message)
        }
        switch answer.status {
        case 200...299: return Redaction.bytes(answer.body)
        case 401, 403: throw PexelsProblem.keyRefused
        case 429: throw PexelsProblem.limitReached
        default: throw PexelsProblem.status(answer.status)
        }
    }
}

/// Why the library is of no help. The job goes on without it.
package enum PexelsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case keyRefused
    case limitReached
    case status(Int)
    case unreachable(String)
    case odd

    package var description: String {
        switch self {
        case .keyRefused: "Pexels refused the key in REEL_PEXELS_KEY"
        case .limitReached: "Pexels answers no more requests with this key for now (429)"
        case .status(let status): "Pexels answered with status \(status)"
        case .unreachable(let reason): "Pexels could not be reached: \(reason)"
        case .odd: "Pexels answered with something that is not its documented JSON"
        }
    }

    /// Whether the next question of the same job would fare the same.
    var isLasting: Bool { self == .keyRefused || self == .limitReached }
}

extension Aspect {
    fileprivate var orientation: String {
        switch self {
        case .vertical: "portrait"
        case .square: "square"
        case .wide: "landscape"
        }
    }
}
