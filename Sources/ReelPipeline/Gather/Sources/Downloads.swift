import Foundation
import ReelCache
import ReelCore
import ReelFetch

/// Fetches files into the work folder of an attempt. An address that several scenes name is fetched once; the next
/// attempt has a folder of its own and finds what was chosen in `SourceCache`.
struct Downloads: Sendable {
    static let pictures = "image/jpeg,image/png,image/webp;q=0.9,image/gif;q=0.8,image/*;q=0.1"
    static let clips = "video/mp4,video/*;q=0.1"

    var fetcher: Fetcher

    /// - Throws: `PictureProblem.notFetched`; file errors; `CancellationError`.
    func file(_ url: String, accept: String, maximumBytes: Int, into workFolder: URL) async throws -> URL {
        let folder = workFolder.appending(path: "downloads", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: ContentKey(recipe: "address", [url]).hex)
        if FileManager.default.fileExists(atPath: file.path) { return file }
        let resource: FetchedResource
        do {
            resource = try await fetcher.fetch(FetchRequest(url: url, accept: accept, maximumBytes: maximumBytes))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw PictureProblem.notFetched(JobFailure(error, in: .gather).message)
        }
        try resource.body.write(to: file, options: .atomic)
        return file
    }
}

extension SourcePicture {
    /// Looks at a file's first bytes.
    ///
    /// - Throws: `PictureProblem`; file errors.
    static func read(_ file: URL, _ settings: GatherSettings) throws -> SourcePicture {
        let header = try ImageHeader.read([UInt8](Data(contentsOf: file)))
        try PictureRules.check(header, settings)
        return SourcePicture(file: file, digest: try SHA256Digest.file(file), header: header)
    }
}
