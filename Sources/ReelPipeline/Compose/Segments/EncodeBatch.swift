import Foundation
import ReelCache

/// Pieces that one process encodes: a body, with the transition before it.
struct EncodeBatch: Sendable {
    struct Wanted: Sendable {
        var recipe: SegmentSpec
        var key: ContentKey
        /// How often the reel shows it.
        var copies: Int
    }

    /// One segment; or two, of which the first is a transition.
    private(set) var wanted: [Wanted]

    /// In the order of the reel, so that its beginning is ready first; each key once.
    static func plan(_ specs: [SegmentSpec], _ keys: [ContentKey]) -> [EncodeBatch] {
        var units: [EncodeBatch] = []
        var seen: Set<ContentKey> = []
        for (recipe, key) in zip(specs, keys) where seen.insert(key).inserted {
            let wanted = Wanted(recipe: recipe, key: key, copies: keys.count { $0 == key })
            if let before = units.last?.wanted.last?.recipe.segment, before.isTransition,
                before.scene == recipe.segment.scene
            {
                units[units.count - 1].wanted.append(wanted)
            } else {
                units.append(EncodeBatch(wanted: [wanted]))
            }
        }
        return units
    }

    /// The entries of all that is wanted, found or made.
    ///
    /// - Parameter encode: encodes what is missing, each segment into its folder; two together when both are.
    /// - Throws: what `encode` throws; file errors.
    func entries(
        in cache: ContentCache, linkedInto workFolder: URL,
        encode: ([(wanted: Wanted, folder: URL)]) async throws -> Void
    ) async throws -> [ContentCache.Entry] {
        func entry(_ wanted: Wanted, make: (URL) async throws -> Void) async throws -> ContentCache.Entry {
            try await cache.entry(wanted.key, linkedInto: workFolder, make: make)
        }
        let first = wanted[0]
        guard wanted.count == 2 else { return [try await entry(first) { try await encode([(first, $0)]) }] }
        let second = wanted[1]
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
