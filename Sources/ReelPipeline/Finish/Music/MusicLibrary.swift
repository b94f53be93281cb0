import Foundation
import ReelCache
import ReelCore
import ReelTool

/// Music that is ready to be mixed.
struct MusicTrack: Sendable {
    /// WAV, 48 kHz, stereo, 16 bits.
    var file: URL
    /// LUFS, of the whole of it.
    var loudness: Double
    var seconds: Double
    /// Whether its end goes over into its beginning without anybody hearing it.
    var isSeamless: Bool
}

/// Finds music by its name and readies it, once for all reels.
struct MusicLibrary: Sendable {
    /// Raised whenever the code makes other loops, or something else of the same file.
    static let recipe = "music/1"

    /// Seconds that are taken of a file; reels are shorter, and what is shorter than a reel is repeated.
    static let longest = 180
    /// Seconds that a file must have, so that repeating it does not become a rhythm of its own.
    static let shortest = 5.0
    /// Bytes: three minutes of uncompressed sound at 192 kHz and 24 bits, and half as much again.
    static let largest = 300 << 20

    private static let wav = "music.wav"
    private static let loudness = "loudness.json"

    let cache: ContentCache
    let settings: MusicSettings

    /// What a name stands for now: for the key of a sound that is made with it.
    ///
    /// - Returns: `nil` for no music.
    /// - Throws: `FinishError` when there is no such file, or none that can be read.
    func ingredient(_ name: MusicName) throws -> String? {
        switch name {
        case .nothing: nil
        case .loop(let loop): "\(Self.recipe) \(loop.rawValue)"
        case .file: "\(Self.recipe) \(try SHA256Digest.file(try file(name)))"
        }
    }

    /// - Throws: `FinishError`; file errors; `CancellationError`.
    func track(_ name: MusicName, in context: StageContext) async throws -> MusicTrack? {
        guard let ingredient = try ingredient(name) else { return nil }
        let key = ContentKey(recipe: Self.recipe, [ingredient])
        let entry = try await cache.entry(key, linkedInto: context.workFolder) { folder in
            let output = folder.appending(path: Self.wav)
            if case .loop(let loop) = name {
                context.report(0, "Making music")
                try LoopSynth.wav(LoopScore(loop)).write(to: output)
            } else {
                try await decode(name, to: output)
            }
            let loudness = try await Loudness.measured(output, format: "wav", codec: "pcm_s16le")
            guard !loudness.isSilence else { throw FinishError.musicUnusable(name.rawValue, reason: "it is silent") }
            try WireCoding.encode(loudness).write(to: folder.appending(path: Self.loudness))
        }
        let file = entry.file(Self.wav)
        let loudness = try JSONDecoder().decode(Loudness.self, from: Data(contentsOf: entry.file(Self.loudness)))
        var isSeamless = false
        if case .loop = name { isSeamless = true }
        return MusicTrack(
            file: file, loudness: loudness.integrated, seconds: try Self.seconds(file), isSeamless: isSeamless)
    }

    /// The user's file of this name.
    private func file(_ name: MusicName) throws(FinishError) -> URL {
        guard let folder = settings.folder else {
            throw .musicMissing(name.rawValue, reason: "no folder is set for it (REEL_MUSIC_FOLDER)")
        }
        let file = folder.appending(path: name.rawValue).resolvingSymlinksInPath()
        guard let facts = try? FileManager.default.attributesOfItem(atPath: file.path) else {
            // Only told in the message.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            let music = names.filter { MusicName(rawValue: $0) == .file($0) }.sorted().prefix(20)
            throw .musicMissing(
                name.rawValue,
                reason: music.isEmpty
                    ? "the service's music folder is empty" : "the folder has " + music.joined(separator: ", "))
        }
        guard facts[.type] as? FileAttributeType == .typeRegular else {
            throw .musicUnusable(name.rawValue, reason: "it is no file")
        }
        guard (facts[.size] as? Int ?? 0) <= Self.largest else {
            throw .musicUnusable(name.rawValue, reason: "it has more than \(Self.largest >> 20) MiB")
        }
        return file
    }

    /// The first sound of a file of the format that its name says, and nothing else that may be in it.
    private func decode(_ name: MusicName, to output: URL) async throws {
        let file = try file(name)
        let command = ToolCommand(
            "ffmpeg", try MusicArguments.decode(file, seconds: Self.longest, output: output),
            limits: ToolLimits(memory: 2 << 30, cpuSeconds: 120, fileSize: 1 << 30), timeout: .seconds(180))
        do {
            try await Tool.run(command)
        } catch ToolError.notFound {
            throw FinishError.ffmpegMissing
        } catch let failure as ToolError {
            if failure.isDiskFull { throw JobFailure.diskFull(in: .sound, detail: failure.description) }
            throw FinishError.musicUnusable(
                name.rawValue, reason: "it cannot be decoded as what its name says", detail: failure.description)
        }
        guard try Self.seconds(output) >= Self.shortest else {
            throw FinishError.musicUnusable(
                name.rawValue, reason: "it has less than \(Int(Self.shortest)) seconds of sound")
        }
    }

    /// By the bytes behind the canonical header.
    private static func seconds(_ file: URL) throws -> Double {
        let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
        return Double(max(0, size - LoopSynth.headerSize)) / Double(4 * SoundFormat.rate)
    }
}
