import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Draws backgrounds into PNG files.
package struct BackdropFile: Sendable {
    /// Raised whenever the painters draw something else.
    static let recipe = "backdrop/3"

    package var cache: ContentCache

    package init(cache: ContentCache) {
        self.cache = cache
    }

    /// - Throws: `GatherError`; file errors; `CancellationError`.
    package func make(_ backdrop: Backdrop, size: FrameSize, in workFolder: URL) async throws -> URL {
        let key = ContentKey(
            recipe: Self.recipe,
            [
                backdrop.palette.choice.colours.joined(), backdrop.motif.rawValue, String(backdrop.seed),
                "\(size.width)x\(size.height)",
            ])
        let name = "backdrop.png"
        let entry = try await cache.entry(key, linkedInto: workFolder) { folder in
            let pixels = backdrop.render(size)
            let arguments = [
                "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-protocol_whitelist", "pipe",
                "-format_whitelist", "rawvideo", "-codec_whitelist", "rawvideo", "-f", "rawvideo", "-pix_fmt", "rgb24",
                "-s", "\(size.width)x\(size.height)", "-i", "pipe:0", "-frames:v", "1", "-c:v", "png",
                "-compression_level", "1", "-bitexact",
                "-f", "image2", "-update", "1", "file:\(folder.appending(path: name).path)",
            ]
            do {
                try await Tool.run(
                    ToolCommand("ffmpeg", arguments, timeout: .seconds(60)),
                    input: { try await $0.write(pixels) })
            } catch ToolError.notFound {
                throw GatherError.ffmpegMissing
            } catch let error as ToolError {
                if error.isDiskFull { throw JobFailure.diskFull(in: .gather, detail: error.description) }
                throw GatherError.backdropFailed(reason: error.description)
            }
        }
        return entry.file(name)
    }
}
