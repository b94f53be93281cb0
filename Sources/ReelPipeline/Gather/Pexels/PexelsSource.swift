import Foundation
import Logging
import ReelCore
import ReelFetch
import Synchronization

/// A scene that the library is asked about.
struct StockRequest: Sendable {
    /// Its place in the script.
    var index: Int
    var scene: Scene
    /// How long it is seen.
    var seconds: Double
}

/// Finds photos and clips of the library for scenes that no other picture fits.
struct PexelsSource: Sendable {
    /// How many files are tried for one scene.
    private static let tries = 3

    let client: PexelsClient
    let sources: FootageSources
    let aspect: Aspect
    let quality: Quality

    struct Found: Sendable {
        /// By the scene's place in the script; no two show the same.
        var footage: [Int: Footage] = [:]
        /// For people: why the library was of less help than it could have been.
        var note: String?
    }

    /// - Parameter taken: pictures that are seen anyway.
    /// - Throws: `GatherError`; file errors; `CancellationError`, `StoppedEarly`. What the library does wrong is
    ///   logged.
    func find(_ requests: [StockRequest], besides taken: [Footage], in context: StageContext) async throws -> Found {
        let trouble = FirstProblem()
        let offers = try await context.work(on: requests, atOnce: sources.settings.parallel) { request in
            await search(request, trouble, context.logger)
        }
        try Task.checkCancellation()
        let lists = Self.shortlists(offers, for: requests, edge: shorterEdge)
        let jobs = zip(requests, lists).map { (request: $0, items: $1) }
        let results = try await context.work(on: jobs, atOnce: sources.settings.parallel) { job in
            try await firstUsable(job.items, for: job.request, in: context)
        }
        var found = Found(note: trouble.value?.description)
        for (request, footage) in zip(requests, results) {
            guard let footage else { continue }
            let seen = taken + found.footage.values
            if seen.contains(where: { $0.picture.shows(footage.picture) }) { continue }
            found.footage[request.index] = footage
        }
        return found
    }

    private var shorterEdge: Int {
        let frame = quality.frameSize(aspect)
        return min(frame.width, frame.height)
    }

    /// Asks with all keywords, and with the first one alone if that finds nothing.
    private func search(_ request: StockRequest, _ trouble: FirstProblem, _ logger: Logger) async -> [PexelsItem] {
        let keywords = request.scene.assetKeywords.filter { !$0.isEmpty }
        guard let first = keywords.first else { return [] }
        var queries = [keywords.prefix(3).joined(separator: " ")]
        if keywords.count > 1 { queries.append(first) }
        let kinds: [PexelsItem.Kind] = request.scene.assetType == .image ? [.photo] : [.video, .photo]
        for query in queries {
            for kind in kinds {
                if trouble.value?.isLasting ?? false { return [] }
                do {
                    let items = try await client.search(
                        kind, String(query.prefix(100)), aspect: aspect, shorterEdge: shorterEdge,
                        seconds: request.seconds)
                    if !items.isEmpty { return items }
                } catch let problem as PexelsProblem {
                    trouble.note(problem)
                    logger.warning("Scene \(request.scene.sceneNumber) has no picture of Pexels: \(problem)")
                    return []
                } catch {
                    // Cancelled: the caller looks.
                    return []
                }
            }
        }
        return []
    }

    /// The best few for each scene, no item in two lists.
    static func shortlists(_ offers: [[PexelsItem]], for requests: [StockRequest], edge: Int) -> [[PexelsItem]] {
        let ranked = zip(offers, requests).map { items, request in
            let words = SceneWords.of(([request.scene.script] + request.scene.assetKeywords).joined(separator: " "))
            let worth = items.enumerated().map { rank, item in
                // The library's own order, by how well the words fit, and by whether there are pixels enough.
                Double(item.words.intersection(words).count) - 0.15 * Double(rank)
                    + (min(item.size.width, item.size.height) >= edge ? 1 : 0)
            }
            return items.indices.sorted { (worth[$0], -$0) > (worth[$1], -$1) }.map { items[$0] }
        }
        var lists = [[PexelsItem]](repeating: [], count: requests.count)
        var taken: Set<String> = []
        for _ in 0..<tries {
            for (index, items) in ranked.enumerated() {
                let free = items.first { !taken.contains("\($0.kind.rawValue) \($0.id)") }
                guard let free else { continue }
                taken.insert("\(free.kind.rawValue) \(free.id)")
                lists[index].append(free)
            }
        }
        return lists
    }

    private func firstUsable(
        _ items: [PexelsItem], for request: StockRequest, in context: StageContext
    ) async throws -> Footage? {
        for item in items {
            for url in item.files {
                do {
                    var footage = try await sources.fetch(
                        url, provider: .pexels, isClip: item.kind == .video, seconds: request.seconds,
                        credit: item.credit, in: context)
                    footage.words = item.words
                    return footage
                } catch let problem as PictureProblem {
                    context.logger.info("Pexels' \(item.kind.rawValue) \(item.id) is passed over: \(problem)")
                }
            }
        }
        return nil
    }
}

/// What went wrong first.
private final class FirstProblem: Sendable {
    private let first = Mutex<PexelsProblem?>(nil)

    var value: PexelsProblem? { first.withLock { $0 } }

    func note(_ problem: PexelsProblem) {
        // A lasting one says more than one that came before.
        first.withLock { if $0 == nil || problem.isLasting { $0 = problem } }
    }
}
