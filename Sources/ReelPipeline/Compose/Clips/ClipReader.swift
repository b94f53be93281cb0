import Foundation
import ReelCache
import ReelCore
import ReelTool

/// A scene's clip, looked at but not yet decoded.
struct PreparedClip: Sendable {
    let sceneNumber: Int
    let file: URL
    let digest: String
    let frameCount: Int
    let layout: ClipLayout

    /// - Throws: `ComposeError.clipUnreadable`, `CancellationError`.
    init(_ clip: URL, of visual: SceneVisual, output: FrameSize, ffmpeg: String) async throws {
        let number = visual.sceneNumber
        func unreadable(_ why: String) -> ComposeError { .clipUnreadable(sceneNumber: number, lastWords: why) }
        guard visual.size.width > 0, visual.size.height > 0 else { throw unreadable("a clip without a size") }
        do {
            digest = try SHA256Digest.file(clip)
            let list = try await Tool.run(ToolCommand(ffmpeg, FFmpegArguments.clipPackets(of: clip)))
            frameCount = list.standardOutput.split(separator: UInt8(ascii: "\n"))
                .count { $0.first != UInt8(ascii: "#") }
        } catch let error as CocoaError {
            throw unreadable(error.localizedDescription)
        } catch {
            throw ComposeError.explain(error, failed: unreadable)
        }
        guard frameCount > 0 else { throw unreadable("a clip without a frame") }
        sceneNumber = number
        file = clip
        layout = ClipLayout(clip: visual.size, output: output, focus: visual.choice.focus)
    }

    /// Raise the number when the same arguments begin to mean other frames.
    func keyText(version: String) -> String {
        let nowhere = URL(fileURLWithPath: "/")
        let recipe = FFmpegArguments.clip(nowhere, layout: layout, frames: 0..<frameCount)
        return (["clip/1", digest, version] + recipe).joined(separator: " ")
    }
}

/// Decodes stretches of a clip in children of their own and hands the frames to whoever draws them.
struct ClipReader: Sendable {
    let ffmpeg: String
    let clip: PreparedClip
    let stretches: [Range<Int>]
    let queue: FrameQueue

    init(ffmpeg: String, clip: PreparedClip, start: Int, count: Int) {
        self.ffmpeg = ffmpeg
        self.clip = clip
        stretches = ClipLoop.stretches(start: start, count: count, length: clip.frameCount)
        queue = FrameQueue(frameBytes: clip.layout.piped.yuvBytes)
    }

    /// Reads to the end. What goes wrong is told to whoever waits for the next frame.
    func run() async {
        do {
            for stretch in stretches {
                let arguments = FFmpegArguments.clip(clip.file, layout: clip.layout, frames: stretch)
                try await Tool.run(
                    ToolCommand(ffmpeg, arguments), output: .chunks { [queue] in try await queue.add($0) })
            }
            await queue.end(nil)
        } catch {
            await queue.end(
                ComposeError.explain(error) { .clipUnreadable(sceneNumber: clip.sceneNumber, lastWords: $0) })
        }
    }
}

/// Raw frames on their way from a decoder to the compositor: the one waits while the other is busy, so that never more
/// than a few are in memory.
actor FrameQueue {
    private static let depth = 2

    private let frameBytes: Int
    private var begun: [UInt8] = []
    private var frames: [[UInt8]] = []
    private var spare: [[UInt8]] = []
    private var outcome: Result<Void, any Error>?
    private var isClosed = false
    private var giver: CheckedContinuation<Void, Never>?
    private var taker: CheckedContinuation<Void, Never>?

    init(frameBytes: Int) {
        self.frameBytes = frameBytes
    }

    /// Takes bytes in the order of the stream, however they are cut, and returns when there is room for more.
    ///
    /// - Throws: `CancellationError` once nobody wants any.
    func add(_ bytes: Data) async throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = rest.prefix(frameBytes - begun.count)
            begun.append(contentsOf: part)
            rest = rest.dropFirst(part.count)
            guard begun.count == frameBytes else { continue }
            while frames.count >= Self.depth, !isClosed { await withCheckedContinuation { giver = $0 } }
            if isClosed { throw CancellationError() }
            frames.append(begun)
            begun = spare.popLast() ?? []
            begun.removeAll(keepingCapacity: true)
            begun.reserveCapacity(frameBytes)
            taker?.resume()
            taker = nil
        }
    }

    /// No more frames will come.
    func end(_ error: (any Error)?) {
        outcome = error.map { .failure($0) } ?? .success(())
        taker?.resume()
        taker = nil
    }

    /// No more frames are wanted.
    func close() {
        isClosed = true
        giver?.resume()
        giver = nil
    }

    /// The next frame; `nil` after the last one.
    ///
    /// - Parameter used: a frame that is not needed any more, whose memory can be used again.
    /// - Throws: what ended the reading.
    func next(used: [UInt8]?) async throws -> [UInt8]? {
        if let used, spare.isEmpty { spare.append(used) }
        while frames.isEmpty, outcome == nil { await withCheckedContinuation { taker = $0 } }
        guard !frames.isEmpty else {
            try outcome?.get()
            return nil
        }
        let frame = frames.removeFirst()
        giver?.resume()
        giver = nil
        return frame
    }
}
