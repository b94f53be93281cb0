import Foundation
import Logging
import ReelCore
import ReelFetch
import Synchronization

/// A scene that the library is asked about.
struct StockWish: Sendable {
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
    /// - Throws: `GatherError`; file errors; `CancellationError`, `StoppedEarly`. What the library does wrong is logged.
    func find(_ wishes: [StockWish], besides taken: [Footage], in context: StageContext) async throws -> Found {
        let trouble = FirstProblem()
        let offers = try await context.work(on: wishes, atOnce: sources.settings.parallel) { wish in
            await search(wish, trouble, context.logger)
        }
        try Task.checkCancellation()
        let lists = Self.shortlists(offers, for: wishes, edge: shorterEdge)
        let jobs = zip(wishes, lists).map { (wish: $0, items: $1) }
        let results = try await context.work(on: jobs, atOnce: sources.settings.parallel) { job in
            try await firstUsable(job.items, for: job.wish, in: context)
        }
        var found = Found(note: trouble.value?.description)
        for (wish, footage) in zip(wishes, results) {
            guard let footage else { continue }
            let seen = taken + found.footage.values
            if seen.contains(where: { $0.picture.shows(footage.picture) }) { continue }
            found.footage[wish.index] = footage
        }
        return found
    }

    private var shorterEdge: Int {
        let frame = quality.frameSize(aspect)
        return min(frame.width, frame.height)
    }

    /// Asks with all keywords, and with the first one alone if that finds nothing.
    private func search(_ wish: StockWish, _ trouble: FirstProblem, _ logger: Logger) async -> [PexelsItem] {
        let keywords = wish.scene.assetKeywords.filter { !$0.isEmpty }
        guard let first = keywords.first else { return [] }
        var queries = [keywords.prefix(3).joined(separator: " ")]
        if keywords.count > 1 { queries.append(first) }
        let kinds: [PexelsItem.Kind] = wish.scene.assetType == .image ? [.photo] : [.video, .photo]
        for query in queries {
            for kind in kinds {
                if trouble.value?.isLasting ?? false { return [] }
                do {
                    let items = try await client.search(
                        kind, String(query.prefix(100)), aspect: aspect, shorterEdge: shorterEdge,
                        seconds: wish.seconds)
                    if !items.isEmpty { return items }
                } catch let problem as PexelsProblem {
                    trouble.note(problem)
                    logger.warning("Scene \(wish.scene.sceneNumber) has no picture of Pexels: \(problem)")
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
    static func shortlists(_ offers: [[PexelsItem]], for wishes: [StockWish], edge: Int) -> [[PexelsItem]] {
        let ranked = zip(offers, wishes).map { items, wish in
            let words = SceneWords.of(([wish.scene.script] + wish.scene.assetKeywords).joined(separator: " "))
            let worth = items.enumerated().map { rank, item in
                // The library's own order, by how well the words fit, and by whether there are pixels enough.
                Double(item.words.intersection(words).count) - 0.15 * Double(rank)
                    + (min(item.size.width, item.size.height) >= edge ? 1 : 0)
            }
            return items.indices.sorted { (worth[$0], -$0) > (worth[$1], -$1) }.map { items[$0] }
        }
        var lists = [[PexelsItem]](repeating: [], count: wishes.count)
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
        _ items: [PexelsItem], for wish: StockWish, in context: StageContext
    ) async throws -> Footage? {
        for item in items {
            for url in item.files {
                do {
                    var footage = try await sources.fetch(
                        url, provider: .pexels, isClip: item.kind == .video, seconds: wish.seconds,
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
