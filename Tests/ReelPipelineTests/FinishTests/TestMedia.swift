import Foundation
import Logging
import ReelCache
import ReelCore
import ReelFinish
import ReelTool

/// Sound and pictures made by ffmpeg, in the shapes that the stages before make.
struct TestMedia {
    let folder: URL

    var context: StageContext {
        StageContext(workFolder: folder, logger: Logger(label: "test"))
    }

    var cache: ContentCache { ContentCache(root: folder.appending(path: "cache")) }
    var stage: FinishStage { FinishStage(cache: cache) }

    func ffmpeg(_ arguments: [String]) async throws {
        try await Tool.run(ToolCommand("ffmpeg", ["-nostdin", "-loglevel", "error", "-y"] + arguments))
    }

    /// A WAV of 16-bit PCM, mono, 16 kHz, from a lavfi source.
    func wav(_ name: String, _ source: String, seconds: Double) async throws -> URL {
        let file = folder.appending(path: name)
        try await ffmpeg([
            "-f", "lavfi", "-i", source, "-af", "aresample=16000,apad", "-t", "\(seconds)", "-ac", "1", "-c:a",
            "pcm_s16le", "-bitexact", file.path,
        ])
        return file
    }

    /// One scene for each source.
    func narration(_ sources: [(source: String, seconds: Double)]) async throws -> Narration {
        var scenes: [SceneNarration] = []
        for (index, item) in sources.enumerated() {
            let audio = try await wav("scene\(index + 1).wav", item.source, seconds: item.seconds)
            let words = ["One", "two,", "three", "four."].enumerated().map { place, word in
                let start = 0.2 + Double(place) * item.seconds / 8
                return SpokenWord(text: word, start: start, end: start + 0.3)
            }
            scenes.append(
                SceneNarration(sceneNumber: index + 1, audio: audio, duration: item.seconds, words: words))
        }
        return Narration(voice: "test", scenes: scenes)
    }

    static func speech(_ text: String) -> String { "flite=voice=rms:text='\(text)'" }

    /// A silent H.264 film as the compose stage makes it.
    func film(
        _ name: String = "pictures.mp4", frames: Int, size: String = "360x640", rate: Int = 30,
        _ options: [String] = []
    ) async throws -> URL {
        let file = folder.appending(path: name)
        try await ffmpeg(
            [
                "-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate)", "-frames:v", "\(frames)", "-c:v", "libx264",
                "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709",
                "-color_trc", "bt709", "-color_range", "tv",
            ] + options + [file.path])
        return file
    }
}

extension TestMedia {
    /// The left channel of a sound file.
    func samples(_ file: URL) async throws -> [Float] {
        let result = try await Tool.run(
            ToolCommand(
                "ffmpeg",
                [
                    "-nostdin", "-loglevel", "error", "-i", file.path, "-af", "pan=mono|c0=c0", "-f", "f32le", "pipe:1",
                ]), output: .collected(limit: 64 << 20))
        return result.standardOutput.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    /// A finished file: the film with a sound of its own, as `FinishStage` joins them.
    func reel(_ name: String = "reel.mp4", film: URL, sound: URL) async throws -> URL {
        let file = folder.appending(path: name)
        try await Tool.run(
            ToolCommand(
                "ffmpeg", MuxArguments.mux(pictures: film, sound: sound, tags: ReelTags(title: "A reel"), output: file))
        )
        return file
    }

    /// AAC of speech at -14 LUFS, as `SoundMaster` makes it; `filter` spoils it.
    func sound(_ name: String = "sound.m4a", seconds: Double, filter: String = "anull", _ options: [String] = [])
        async throws -> URL
    {
        let file = folder.appending(path: name)
        // A sine of 1 kHz has the loudness of its level: -14 dB for both channels of stereo.
        try await ffmpeg(
            [
                "-f", "lavfi", "-i", "aevalsrc=0.2*sin(2*PI*1000*t)|0.2*sin(2*PI*1000*t):s=48000", "-af", filter, "-t",
                "\(seconds)", "-c:a", "aac", "-b:a", "160k",
            ] + options + ["-f", "mp4", file.path])
        return file
    }
}

extension TestMedia {
    /// Pixels of a picture or film.
    func size(_ file: URL) async throws -> FrameSize {
        let result = try await Tool.run(
            ToolCommand(
                "ffprobe", ["-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", file.path]))
        let numbers = String(decoding: result.standardOutput, as: UTF8.self)
            .split { !$0.isNumber }.compactMap { Int($0) }
        return FrameSize(width: numbers.first ?? 0, height: numbers.last ?? 0)
    }
}
