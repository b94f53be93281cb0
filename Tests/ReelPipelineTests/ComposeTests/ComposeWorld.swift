import Foundation
import Logging
import ReelCache
import ReelCompose
import ReelCore
import ReelTool
import Synchronization
import Testing

/// The size of most pictures of the tests: a frame's shape, and small.
let upright = FrameSize(width: 90, height: 160)
let draft = Quality.draft.frameSize()

/// A folder, a cache, and a stage to compose with; all gone with the last reference.
final class ComposeWorld: Sendable {
    let root: URL
    let cache: ContentCache
    let reports = Reports()

    init(name: String = "compose") throws {
        root = FileManager.default.temporaryDirectory.appending(path: "\(name)-\(UUID().uuidString)")
        cache = ContentCache(root: root.appending(path: "cache"))
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// A fresh work folder, as every job has one.
    func workFolder() throws -> URL {
        let folder = root.appending(path: "work-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    func compose(
        _ input: ComposeInput, settings: ComposeSettings = ComposeSettings(),
        onSegments: @escaping @Sendable ([PublishedSegment]) async -> Void = { _ in }
    ) async throws -> ComposedPictures {
        let reports = reports
        let context = StageContext(workFolder: try workFolder(), logger: Logger(label: "test")) { fraction, message in
            reports.take(fraction, message)
        }
        return try await ComposeStage(cache: cache, settings: settings, onSegments: onSegments).run(input, in: context)
    }

    /// The keys of everything that was made so far, with when.
    func entries() throws -> Set<String> {
        let manager = FileManager.default
        guard manager.fileExists(atPath: cache.root.path) else { return [] }
        return Set(
            try manager.contentsOfDirectory(atPath: cache.root.path).flatMap { prefix in
                try manager.contentsOfDirectory(atPath: cache.root.appending(path: prefix).path)
            })
    }

    /// Writes a clip as Gather does, from a source of ffmpeg's.
    func clip(_ name: String, _ source: String, frames: Int) async throws -> URL {
        let file = root.appending(path: name)
        let arguments = [
            "-nostdin", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", String(frames), "-c:v",
            "libx264", "-preset", "ultrafast", "-crf", "10", "-pix_fmt", "yuv420p", "-bf", "2", "-g", "12", file.path,
        ]
        try await Tool.run(ToolCommand("ffmpeg", arguments))
        return file
    }

    /// Writes a picture of one colour.
    func plain(_ name: String, _ colour: (UInt8, UInt8, UInt8)) async throws -> URL {
        try await picture(name, upright) { _, _ in colour }
    }

    /// Writes a picture from a function of its pixels.
    func picture(
        _ name: String, _ size: FrameSize, _ colour: (_ x: Int, _ y: Int) -> (UInt8, UInt8, UInt8)
    ) async throws -> URL {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.width * size.height * 3)
        for y in 0..<size.height {
            for x in 0..<size.width {
                let (r, g, b) = colour(x, y)
                bytes += [r, g, b]
            }
        }
        let file = root.appending(path: name)
        let arguments = [
            "-nostdin", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s",
            "\(size.width)x\(size.height)", "-i", "pipe:0", "-frames:v", "1", file.path,
        ]
        try await Tool.run(ToolCommand("ffmpeg", arguments)) { [bytes] input in try await input.write(bytes) }
        return file
    }
}

/// One decoded frame: 8-bit planar YUV 4:2:0 of limited range.
struct DecodedFrame {
    let size: FrameSize
    let bytes: ArraySlice<UInt8>

    func luma(_ x: Int, _ y: Int) -> Int { Int(bytes[bytes.startIndex + y * size.width + x]) }

    /// Blue and red difference of the chroma sample that the luma pixel belongs to.
    func chroma(_ x: Int, _ y: Int) -> (u: Int, v: Int) {
        let plane = size.width * size.height
        let at = bytes.startIndex + plane + (y / 2) * (size.width / 2) + x / 2
        return (Int(bytes[at]), Int(bytes[at + plane / 4]))
    }
}

/// Decodes a whole file; anything that ffmpeg has to say about it is an error.
func decode(_ file: URL, _ size: FrameSize) async throws -> [DecodedFrame] {
    let arguments = [
        "-nostdin", "-loglevel", "error", "-xerror", "-i", file.path, "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1",
    ]
    let result = try await Tool.run(ToolCommand("ffmpeg", arguments), output: .collected(limit: 256 << 20))
    #expect(result.errorTail == "")
    let bytes = [UInt8](result.standardOutput)
    let frame = size.width * size.height * 3 / 2
    return stride(from: 0, to: bytes.count, by: frame).map { DecodedFrame(size: size, bytes: bytes[$0..<$0 + frame]) }
}

/// What the stage said about its progress.
final class Reports: Sendable {
    private let all = Mutex<[(Double, String?)]>([])

    func take(_ fraction: Double, _ message: String?) { all.withLock { $0.append((fraction, message)) } }
    var fractions: [Double] { all.withLock { $0.map(\.0) } }
    var messages: [String] { all.withLock { $0.compactMap(\.1) } }
}

/// Words as an even voice would speak them: one every `pace` seconds.
func spoken(_ sentence: String, pace: Double = 0.3, from start: Double = 0.1) -> [SpokenWord] {
    sentence.split(separator: " ").enumerated().map { index, word in
        SpokenWord(
            text: String(word), start: start + pace * Double(index), end: start + pace * (Double(index) + 0.9))
    }
}

/// One scene of a reel to be.
struct Told {
    var words: [SpokenWord]
    var frames: Int
    var picture: URL
    var size: FrameSize
    var motion = SceneVisual.Motion.zoomIn
    var type = Scene.SceneType.media
    var clip: URL?
    var focus: FocusPoint?
    var kind = SceneChoice.Kind.picture
}

extension ComposeInput {
    init(
        _ scenes: [Told], quality: Quality = .draft, aspect: Aspect = .vertical, captions: CaptionLook = .bold,
        accent: String = "#a3bfd8"
    ) {
        let rate = Double(reelFrameRate)
        let narration = Narration(
            voice: "test",
            scenes: scenes.enumerated().map { index, scene in
                SceneNarration(
                    sceneNumber: index + 1, audio: URL(fileURLWithPath: "/dev/null"),
                    duration: Double(scene.frames) / rate,
                    words: scene.words)
            })
        self.init(
            script: Script(
                title: "Test",
                scenes: scenes.enumerated().map { index, scene in
                    Scene(
                        sceneNumber: index + 1, script: scene.words.map(\.text).joined(separator: " "),
                        sceneType: scene.type)
                }),
            timeline: Timeline(narration: narration),
            visuals: Visuals(
                scenes: scenes.enumerated().map { index, scene in
                    SceneVisual(
                        sceneNumber: index + 1, file: scene.picture, size: scene.size, clip: scene.clip,
                        choice: SceneChoice(kind: scene.kind, motion: scene.motion, focus: scene.focus))
                }, palette: ReelPalette(name: "slate", colours: ["#101620", "#27384e", "#4c6f95", accent])),
            quality: quality, aspect: aspect, captions: captions)
    }
}
