import Foundation
import ReelCache

/// The segments that one process encodes: a body, with the transition before it.
struct EncodeBatch: Sendable {
    struct Item: Sendable {
        var spec: SegmentSpec
        var key: ContentKey
        /// How often the reel shows it.
        var copies: Int
    }

    /// One segment; or two, of which the first is a transition.
    private(set) var items: [Item]

    /// In the order of the reel, so that its beginning is ready first; each key once.
    static func plan(_ specs: [SegmentSpec], _ keys: [ContentKey]) -> [EncodeBatch] {
        var batches: [EncodeBatch] = []
        var seen: Set<ContentKey> = []
        for (spec, key) in zip(specs, keys) where seen.insert(key).inserted {
            let item = Item(spec: spec, key: key, copies: keys.count { $0 == key })
            if let before = batches.last?.items.last?.spec.segment, before.isTransition,
                before.scene == spec.segment.scene
            {
                batches[batches.count - 1].items.append(item)
            } else {
                batches.append(EncodeBatch(items: [item]))
            }
        }
        return batches
    }

    /// The cache entries of all items, found or made.
    ///
    /// - Parameter encode: encodes what is missing, each segment into its folder; two together when both are.
    /// - Throws: what `encode` throws; file errors.
    func entries(
        in cache: ContentCache, linkedInto workFolder: URL,
        encode: ([(item: Item, folder: URL)]) async throws -> Void
    ) async throws -> [ContentCache.Entry] {
        func entry(_ item: Item, make: (URL) async throws -> Void) async throws -> ContentCache.Entry {
            try await cache.entry(item.key, linkedInto: workFolder, make: make)
        }
        let first = items[0]
        guard items.count == 2 else { return [try await entry(first) { try await encode([(first, $0)]) }] }
        let second = items[1]
        var body: ContentCache.Entry?
        let transition = try await entry(first) { folder in
            let found = try await entry(second) { try await encode([(first, folder), (second, $0)]) }
            if !found.wasMade { try await encode([(first, folder)]) }
            body = found
        }
        if let body { return [transition, body] }
        return [transition, try await entry(second) { try await encode([(second, $0)]) }]
    }
}
