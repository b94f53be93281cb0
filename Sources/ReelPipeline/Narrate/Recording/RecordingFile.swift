import Foundation
import ReelCore
import ReelSpeech
import ReelTool

/// A sound file from a stranger, made samples by ffmpeg. It is held to what its name says: one demuxer, a few decoders, no
/// network, no playlists, limits of memory, time and size.
struct RecordingFile {
    let url: URL

    /// Demuxers and decoders by the endings that are taken.
    private static let formats: [String: (demuxers: String, decoders: String)] = [
        "wav": ("wav", "pcm_s16le,pcm_s24le,pcm_s32le,pcm_f32le,pcm_u8"), "mp3": ("mp3", "mp3,mp3float"),
        "m4a": ("mov,mp4,m4a,3gp,3g2,mj2", "aac,alac"),
    ]
    /// Ten minutes of WAV at 48 kHz, 24 bits and two channels are 173 MB.
    private static let largest = 200 << 20
    /// What its samples become; the film has the same.
    static let rate = 48_000

    /// - Parameter output: gets the first sound of the file: 16-bit PCM, mono, a little more than may be aligned at most.
    /// - Throws: `RecordingError`; `ToolError` when ffmpeg is missing or the disk is full; `CancellationError`.
    func decode(to output: URL) async throws {
        guard let format = Self.formats[url.pathExtension.lowercased()] else {
            throw RecordingError.unknownKind(url.lastPathComponent)
        }
        let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
        guard values?.isRegularFile == true, let size = values?.fileSize else { throw RecordingError.missing(url.path) }
        guard size <= Self.largest else {
            throw RecordingError.tooLarge(megabytes: size >> 20, limit: Self.largest >> 20)
        }
        let seconds = Int(AlignmentRequest.longest) + 1
        let command = ToolCommand(
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-vn", "-sn", "-dn", "-protocol_whitelist",
                "file",
                "-format_whitelist", format.demuxers, "-codec_whitelist", format.decoders, "-i", "file:\(url.path)",
                "-map", "0:a:0", "-t", "\(seconds)", "-af", "aresample=\(Self.rate),aformat=s16:\(Self.rate):mono",
                "-map_metadata", "-1", "-c:a", "pcm_s16le", "-bitexact", "-f", "wav", "file:\(output.path)",
            ],
            limits: ToolLimits(memory: 2 << 30, cpuSeconds: 120, fileSize: 1 << 30), timeout: .seconds(180))
        do {
            try await Tool.run(command)
        } catch ToolError.failed(let executable, let status, let tail) {
            let failure = ToolError.failed(executable: executable, status: status, errorTail: tail)
            if failure.isDiskFull { throw failure }
            throw RecordingError.noSound(url.lastPathComponent, detail: failure.description)
        } catch let failure as ToolError {
            if case .notFound = failure { throw failure }
            throw RecordingError.noSound(url.lastPathComponent, detail: failure.description)
        }
    }
}
