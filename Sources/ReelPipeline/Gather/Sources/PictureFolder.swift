import Foundation
import ReelCore

/// The user's own pictures, found by the words of their names.
struct PictureFolder: Sendable {
    /// Files that are looked at; a folder with more is not meant for this.
    private static let mostFiles = 5000

    /// Without symbolic links.
    private let root: URL
    private let largestFile: Int

    init(_ folder: URL, largestFile: Int) {
        root = folder.resolvingSymlinksInPath().standardizedFileURL
        self.largestFile = largestFile
    }

    struct File: Hashable, Sendable {
        /// Its path below the folder.
        var name: String
        var file: URL
        var words: Set<String>
    }

    /// The pictures whose names share a word with one of the scenes, the best first.
    func matching(_ scenes: [Scene], atMost limit: Int) -> [File] {
        let wanted = scenes.map { SceneWords.of(([$0.script] + $0.assetKeywords).joined(separator: " ")) }
        let scored = files().compactMap { file -> (file: File, score: Int)? in
            let score = wanted.map { $0.intersection(file.words).count }.max() ?? 0
            return score > 0 ? (file, score) : nil
        }
        return scored.sorted { ($1.score, $0.file.name) < ($0.score, $1.file.name) }.prefix(limit).map(\.file)
    }

    /// A file of the folder by its name, if it is one.
    ///
    /// - Throws: `PictureProblem.notFetched`.
    func file(_ name: String) throws(PictureProblem) -> URL {
        let file = root.appending(path: name)
        guard isOwn(file) else {
            throw .notFetched("\(name.prefix(200)) is not in the folder that REEL_GATHER_FOLDER names")
        }
        return file.resolvingSymlinksInPath()
    }

    private func files() -> [File] {
        let keys: [URLResourceKey] = [.isRegularFileKey, .isSymbolicLinkKey]
        guard
            let enumerator = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
        else { return [] }
        var files: [File] = []
        var seen = 0
        while seen < Self.mostFiles, let file = enumerator.nextObject() as? URL {
            seen += 1
            guard isOwn(file) else { continue }
            let path = file.resolvingSymlinksInPath().standardizedFileURL.path
            let name = String(path.dropFirst(root.path.count + 1))
            // The folders below count as well: `reefs/IMG_2041.jpg` shows a reef.
            let words = name.split(separator: "/").map { part in
                part.split(separator: ".").first.map(String.init) ?? ""
            }
            files.append(File(name: name, file: file, words: SceneWords.of(words.joined(separator: " "))))
        }
        return files.sorted { $0.name < $1.name }
    }

    /// Whether it is a plain file below the folder, no link to anywhere, and not too large.
    private func isOwn(_ file: URL) -> Bool {
        let path = file.standardizedFileURL.path
        guard path.hasPrefix(root.path + "/"), file.resolvingSymlinksInPath().standardizedFileURL.path == path,
            let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? Int
        else { return false }
        return size <= largestFile
    }
}
