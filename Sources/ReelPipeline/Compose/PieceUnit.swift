import Foundation
import ReelCache

/// Pieces that one process encodes: a body, with the transition before it.
struct PieceUnit: Sendable {
    struct Wanted: Sendable {
        var recipe: PieceRecipe
        var key: ContentKey
        /// How often the reel shows it.
        var copies: Int
    }

    /// One piece; or two, of which the first is a transition.
    private(set) var wanted: [Wanted]

    /// In the order of the reel, so that its beginning is ready first; each key once.
    static func plan(_ recipes: [PieceRecipe], _ keys: [ContentKey]) -> [PieceUnit] {
        var units: [PieceUnit] = []
        var seen: Set<ContentKey> = []
        for (recipe, key) in zip(recipes, keys) where seen.insert(key).inserted {
            let wanted = Wanted(recipe: recipe, key: key, copies: keys.count { $0 == key })
            if let before = units.last?.wanted.last?.recipe.piece, before.isTransition,
                before.scene == recipe.piece.scene
            {
                units[units.count - 1].wanted.append(wanted)
            } else {
                units.append(PieceUnit(wanted: [wanted]))
            }
        }
        return units
    }

    /// The entries of all that is wanted, found or made.
    ///
    /// - Parameter encode: encodes what is missing, each piece into its folder; two together when both are.
    /// - Throws: what `encode` throws; file errors.
    func entries(
        in cache: ContentCache, linkedInto workFolder: URL,
        encode: ([(wanted: Wanted, folder: URL)]) async throws -> Void
    ) async throws -> [ContentCache.Entry] {
        let first = wanted[0]
        var second: ContentCache.Entry?
        let entry = try await cache.entry(first.key, linkedInto: workFolder) { folder in
            guard let next = wanted.dropFirst().first else { return try await encode([(first, folder)]) }
            let entry = try await cache.entry(next.key, linkedInto: workFolder) { nextFolder in
                try await encode([(first, folder), (next, nextFolder)])
            }
            if !entry.wasMade { try await encode([(first, folder)]) }
            second = entry
        }
        guard let next = wanted.dropFirst().first else { return [entry] }
        if let second { return [entry, second] }
        return [
            entry, try await cache.entry(next.key, linkedInto: workFolder) { try await encode([(next, $0)]) },
        ]
    }
}
