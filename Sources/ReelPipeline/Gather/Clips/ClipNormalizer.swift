import Foundation
import ReelCache
import ReelCore
import ReelTool

/// A clip decoded and encoded anew by us.
struct NormalizedClip: Sendable {
    /// MP4, H.264 yuv420p at `reelFrameRate`, without sound.
    var file: URL
    /// Its first frame.
    var picture: NormalizedPicture
    /// SHA-256 of the bytes as they came.
    var digest: String
}

/// Decodes an untrusted clip in a child process with limits and encodes as much of it as is needed.
struct ClipNormalizer: Sendable {
    /// Raised whenever the code below makes something else of the same bytes.
    private static let recipe = "clip/2"
    private static let name = "clip.mp4"
    /// Twelve seconds of 4K take about thirty seconds to decode and encode with one thread.
    private static let limits = ToolLimits(memory: 3 << 30, cpuSeconds: 180, fileSize: 512 << 20)
    /// Seconds that no scene exceeds.
    private static let longest = 60.0

    var cache: ContentCache
    /// As little as this darkens to is a clip that begins with a fade from black, and shows nothing while it matters.
    private static let darkestMean = 14.0

    /// - Parameters:
    ///   - seconds: how long it is seen. It is kept to whole seconds, so that a scene whose words change a little finds
    ///     it again.
    ///   - frame: that it is seen in.
    /// - Throws: `PictureProblem` when it cannot be used; `GatherError`; file errors; `CancellationError`.
    func normalize(_ file: URL, seconds: Double, frame: FrameSize, workFolder: URL) async throws -> NormalizedClip {
        try Self.sniff(file)
        let digest = try SHA256Digest.file(file)
        let frames = Int(min(Self.longest, max(1, seconds)).rounded(.up)) * reelFrameRate
        let key = ContentKey(recipe: Self.recipe, [digest, String(frames), "\(frame.width)x\(frame.height)"])
        let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
            try await make(file, frames: frames, frame: frame, in: folder)
        }
        let picture = try PictureFacts.picture(in: entry)
        let luma = picture.thumbnail.luma
        if luma.reduce(0, +) / Double(luma.count) < Self.darkestMean { throw PictureProblem.blank }
        return NormalizedClip(file: entry.file(Self.name), picture: picture, digest: digest)
    }

    /// Only ISO base media files (ISO/IEC 14496-12) are clips: a playlist or a page is none, whatever it is called.
    private static func sniff(_ file: URL) throws {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        let head = ByteReader([UInt8](try handle.read(upToCount: 16) ?? Data())[...])
        guard head.has("ftyp", at: 4) else { throw PictureProblem.notAClip }
        if ["avif", "avis", "heic", "heix", "mif1"].contains(where: { head.has($0, at: 8) }) {
            throw PictureProblem.notAClip
        }
    }

    private func make(_ file: URL, frames: Int, frame: FrameSize, in folder: URL) async throws {
        let clip = folder.appending(path: Self.name)
        let progress = try await PictureTool.ffmpeg(
            ClipArguments.normalize(file, frames: frames, frame: frame, output: clip), limits: Self.limits,
            timeout: .seconds(240))
        let count =
            String(decoding: progress, as: UTF8.self).split(separator: "\n")
            .last { $0.hasPrefix("frame=") }.flatMap { Int($0.dropFirst("frame=".count)) } ?? 0
        guard count >= reelFrameRate else { throw PictureProblem.undecodable("it has \(count) frames") }
        let image = folder.appending(path: "image.rgb")
        let thumbnail = try await PictureTool.ffmpeg(
            ClipArguments.firstFrame(clip, output: folder.appending(path: "first.jpg"), image: image))
        try PictureFacts.write(thumbnail: thumbnail, image: image, picture: "first.jpg", in: folder)
    }
}
