import Foundation
import ReelCore
import ReelTool

/// What a decoder sees in a film, or in a part of one.
package struct FilmFacts: Hashable, Codable, Sendable {
    /// What the decoder complained of.
    package var errors: [String] = []
    /// In seconds from the beginning of what was decoded.
    package var black: [Stretch] = []
    package var frozen: [Stretch] = []
}

/// One pass of a decoder over pictures: complaints, black and frozen stretches, and the tiles of the sprite.
package struct FilmScan: Sendable {
    /// Its key's recipe; raised when the code finds something else in the same film.
    static let recipe = "scan/3"

    package var frame: FrameSize
    package var frameRate: Int
    /// Frames, from the film's beginning; the first one is a keyframe.
    package var frames: Range<Int>
    /// Frames from the beginning of the part that become tiles.
    package var tiles: [Int]
    /// Frames of the longest scene of this part. The camera takes as long as a scene for its way, so that it is slow in
    /// a long one.
    package var longestScene: Int

    package init(frame: FrameSize, frameRate: Int, frames: Range<Int>, tiles: [Int], longestScene: Int) {
        self.frame = frame
        self.frameRate = frameRate
        self.frames = frames
        self.tiles = tiles
        self.longestScene = longestScene
    }

    private var tile: FrameSize { Sprite.tile(frame) }

    /// Seconds in which a picture that is moved at all is seen to move.
    private var window: Double { max(2, Double(longestScene) / Double(frameRate) / 5) }

    /// All that what is found depends on, beside the film. Where in the film the part lies is not among it.
    var keyTexts: [String] {
        ["\(frame.width)x\(frame.height) \(frameRate) \(frames.count) \(tiles) \(window)"]
    }

    /// - Parameter tileFile: gets the tiles as raw yuv420p, one after the other.
    /// - Throws: `ffmpegMissing`; file errors; `CancellationError`. Bad pictures are no error here.
    package func run(_ film: URL, tileFile: URL) async throws -> FilmFacts {
        let size = PictureTrace.size(frame)
        var facts = FilmFacts()
        do {
            let result = try await Tool.finish("ffmpeg", arguments(film, small: size, tileFile: tileFile)) {
                .muxFailed(reason: $0)
            }
            facts.errors = result.errorTail.lines
            let trace = PictureTrace(frames: [UInt8](result.standardOutput), size: size)
            facts.black = trace.blackStretches()
            facts.frozen = trace.frozenStretches(window: window)
        } catch FinishError.muxFailed(let reason) {
            // A decoder that gives up has said why.
            facts.errors = reason.lines
            return facts
        }
        // One that leaves frames out misses them when it is told to forget them ("mmco: unref short failure"), once in
        // some hundred scenes. So a complaint counts only if it is heard when nothing is left out.
        if !facts.errors.isEmpty { facts.errors = try await complaints(film) }
        return facts
    }

    /// What a decoder says that decodes every frame.
    private func complaints(_ film: URL) async throws -> [String] {
        let arguments =
            SoundArguments.quiet + ["-threads", "1"] + part(of: film) + ["-map", "0:v:0", "-f", "null", "-"]
        do {
            return try await Tool.finish("ffmpeg", arguments) { .muxFailed(reason: $0) }.errorTail.lines
        } catch FinishError.muxFailed(let reason) {
            return reason.lines
        }
    }

    private func part(of film: URL) -> [String] {
        let length = Double(frames.count) / Double(frameRate)
        return ["-ss", Self.seek(Double(frames.lowerBound), frameRate), "-t", String(format: "%.6f", length)]
            + SoundArguments.input(film, format: "mov,mp4,m4a,3gp,3g2,mj2", codec: "h264,aac")
    }

    /// Only frames that others refer to are decoded, and without smoothing their blocks: a third of the work, and what
    /// it leaves out (a frame in thirty) is neither black nor frozen for long. The film was verified byte by byte
    /// before it came here; `ReelRunner check` decodes everything.
    package func arguments(_ film: URL, small: FrameSize, tileFile: URL) -> [String] {
        let step = frameRate / PictureTrace.rate
        let shown = tiles.map { "eq(n,\($0))" }.joined(separator: "+")
        // What the decoder leaves out at the end is filled, so that every frame has its number.
        let graph =
            "[0:v:0]fps=\(frameRate):round=near,tpad=stop_mode=clone:stop=\(frameRate),split[a][b];"
            + "[a]select='not(mod(n,\(step)))',scale=\(small.width):\(small.height):flags=fast_bilinear,format=gray[grey];"
            + "[b]select='\(shown)',scale=\(tile.width):\(tile.height):flags=area,format=yuv420p[tiles]"
        let count = (frames.count + step - 1) / step
        return SoundArguments.quiet + ["-threads", "1", "-skip_frame", "bidir", "-skip_loop_filter", "all"]
            + part(of: film) + [
                "-filter_complex", graph,
                "-map", "[grey]", "-frames:v", String(count), "-vsync", "passthrough", "-f", "rawvideo", "pipe:1",
                "-map", "[tiles]", "-frames:v", String(tiles.count), "-vsync", "passthrough", "-f", "rawvideo",
                "file:\(tileFile.path)",
            ]
    }

    /// Seconds, cut off: a time that is rounded up lies behind its keyframe, and the decoder would leave that out.
    static func seek(_ frame: Double, _ frameRate: Int) -> String {
        String(format: "%.6f", (frame / Double(frameRate) * 1_000_000).rounded(.down) / 1_000_000)
    }
}

extension String {
    /// Without the empty ones.
    var lines: [String] { split(separator: "\n").map(String.init) }
}
