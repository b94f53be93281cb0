import Foundation
import ReelCache
import ReelCore

/// The files of chosen pictures and clips as they came, kept under the digest of their bytes: whoever makes the reel
/// again, or an edited one, needs no network for them.
package struct SourceCache: Sendable {
    private static let recipe = "source/1"
    private static let name = "source"

    package var cache: ContentCache

    package init(cache: ContentCache) {
        self.cache = cache
    }

    /// - Throws: file errors.
    package func keep(_ file: URL, digest: String, in workFolder: URL) async throws {
        _ = try await cache.entry(key(digest), linkedInto: workFolder) { folder in
            try FileManager.default.copyItem(at: file, to: folder.appending(path: Self.name))
        }
    }

    /// - Returns: the file in the work folder, or `nil` when it is not kept, or not any more.
    /// - Throws: file errors.
    package func find(_ digest: String, in workFolder: URL) async throws -> URL? {
        do {
            return try await cache.entry(key(digest), linkedInto: workFolder) { _ in throw NotKept() }.file(Self.name)
        } catch is NotKept {
            return nil
        }
    }

    private func key(_ digest: String) -> ContentKey { ContentKey(recipe: Self.recipe, [digest]) }
}

private struct NotKept: Error {}
