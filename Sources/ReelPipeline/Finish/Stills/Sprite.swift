import Foundation
import ReelCore

/// Small pictures of the whole reel in one sheet, by which a player shows where in it the pointer is.
package struct Sprite: Hashable, Sendable {
    /// One small picture and the stretch of the reel that it stands for.
    package struct Tile: Hashable, Sendable {
        /// Frames of the reel.
        package var frames: Range<Int>
        /// The frame that is shown, from the beginning of the reel.
        package var shown: Int
    }

    package var tiles: [Tile]
    package var tile: FrameSize
    package var frameRate: Int

    /// Tiles side by side.
    package static let columns = 6
    /// A picture for each of so many seconds, about: scenes are divided evenly.
    package static let interval = 2.0
    /// Pixels of a tile's longer edge.
    package static let longerEdge = 284

    package init(_ timeline: Timeline, frame: FrameSize) {
        frameRate = timeline.frameRate
        tile = Self.tile(frame)
        tiles = timeline.scenes.flatMap { scene in
            let offsets = Self.offsets(frameCount: scene.frameCount, frameRate: timeline.frameRate)
            return offsets.indices.map { index in
                let start = scene.startFrame + scene.frameCount * index / offsets.count
                let end = scene.startFrame + scene.frameCount * (index + 1) / offsets.count
                return Tile(frames: start..<end, shown: scene.startFrame + offsets[index])
            }
        }
    }

    /// The frames of a scene that get tiles: the middle of each of its equal parts, so that none shows a transition.
    package static func offsets(frameCount: Int, frameRate: Int) -> [Int] {
        let count = max(1, Int((Double(frameCount) / Double(frameRate) / interval).rounded()))
        return (0..<count).map { (2 * $0 + 1) * frameCount / (2 * count) }
    }

    package static func tile(_ frame: FrameSize) -> FrameSize {
        let scale = Double(longerEdge) / Double(max(frame.width, frame.height))
        func even(_ length: Int) -> Int { max(2, Int((Double(length) * scale / 2).rounded()) * 2) }
        return FrameSize(width: even(frame.width), height: even(frame.height))
    }

    private var rows: Int { (tiles.count + Self.columns - 1) / Self.columns }

    /// WebVTT whose cues are parts of the sheet (W3C Media Fragments URI 1.0, 4.2.2), as players read it.
    ///
    /// - Parameter sheet: the sheet's name, beside this file.
    package func index(sheet: String) -> String {
        let cues = tiles.enumerated().map { number, cell in
            let x = number % Self.columns * tile.width
            let y = number / Self.columns * tile.height
            let start = CaptionFiles.time(seconds(cell.frames.lowerBound), ".")
            let end = CaptionFiles.time(seconds(cell.frames.upperBound), ".")
            return "\(start) --> \(end)\n\(sheet)#xywh=\(x),\(y),\(tile.width),\(tile.height)"
        }
        return (["WEBVTT"] + cues).joined(separator: "\n\n") + "\n"
    }

    private func seconds(_ frames: Int) -> Double { Double(frames) / Double(frameRate) }

    /// Bytes of a raw tile.
    package var tileBytes: Int { tile.width * tile.height * 3 / 2 }

    /// Raw tiles, one after the other from standard input, to the sheet.
    package func arguments(output: URL) -> [String] {
        let across = min(tiles.count, Self.columns)
        return SoundArguments.quiet + [
            "-protocol_whitelist", "file,pipe", "-f", "rawvideo", "-pix_fmt", "yuv420p",
            "-video_size", "\(tile.width)x\(tile.height)", "-framerate", "1", "-i", "pipe:0",
            "-vf", "tile=\(across)x\(rows),\(Poster.toJPEG)", "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4",
            "-bitexact", "-f", "image2", "-update", "1", "file:\(output.path)",
        ]
    }
}
