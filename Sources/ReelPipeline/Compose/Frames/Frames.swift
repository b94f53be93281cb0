import CFrames
import Foundation
import ReelCore

/// A prepared still: one raw YUV 4:2:0 frame, mapped from its file.
struct Still: Sendable {
    let size: FrameSize
    private let pixels: Data

    /// - Throws: a file error, also for a file of another length.
    init(file: URL, size: FrameSize) throws {
        self.size = size
        pixels = try Data(contentsOf: file, options: .mappedIfSafe)
        guard pixels.count == size.yuvBytes else { throw CocoaError(.fileReadCorruptFile) }
    }

    /// Draws what the camera sees.
    func draw(_ window: CameraWindow, into frame: inout [UInt8], size output: FrameSize) {
        let isDrawn = pixels.withUnsafeBytes { source in
            frame.withUnsafeMutableBufferPointer { target in
                cframes_scale(
                    source.assumingMemoryBound(to: UInt8.self).baseAddress, Int32(size.width), Int32(size.height),
                    target.baseAddress, Int32(output.width), Int32(output.height), window.scale, window.left, window.top
                )
            }
        }
        precondition(isDrawn, "stills and frames have even sizes within the scaler's limits")
    }
}

extension FrameSize {
    /// Bytes of a raw YUV 4:2:0 frame.
    var yuvBytes: Int { width * height * 3 / 2 }
}

/// A still and the way the camera takes over it.
struct StillShot: Sendable {
    var still: Still
    var path: CameraPath
    /// The frame of the movement in which the segment begins.
    var firstFrame: Int

    func draw(_ index: Int, into frame: inout [UInt8], size: FrameSize) {
        still.draw(path.window(at: firstFrame + index), into: &frame, size: size)
    }
}

/// Frames of a clip, one after the other; the last one stays when there are no more.
struct ClipShot: Sendable {
    let queue: FrameQueue
    let layout: ClipLayout
    private var last: [UInt8]?

    init(queue: FrameQueue, layout: ClipLayout) {
        self.queue = queue
        self.layout = layout
    }

    /// - Throws: what ended the reading.
    mutating func draw(into frame: inout [UInt8], size: FrameSize) async throws {
        let used = last
        last = nil
        last = try await queue.next(used: used) ?? used
        guard let last else { throw CocoaError(.fileReadCorruptFile) }
        switch layout.layout.fit {
        case .cover:
            frame.withUnsafeMutableBytes { target in last.withUnsafeBytes { target.copyMemory(from: $0) } }
        case .inside(let place, _): unpack(last, place, into: &frame, size)
        }
    }

    /// Enlarges the small fill over the whole frame and puts the sharp picture on it.
    private func unpack(_ piped: [UInt8], _ place: PixelRect, into frame: inout [UInt8], _ size: FrameSize) {
        let fill = layout.fill
        var small = [UInt8](repeating: 0, count: fill.yuvBytes)
        let scale = min(
            Double(fill.width) / Double(size.width), Double(fill.height) / Double(size.height))
        let left = (Double(fill.width) - scale * Double(size.width)) / 2
        let top = (Double(fill.height) - scale * Double(size.height)) / 2
        let isDrawn = frame.withUnsafeMutableBufferPointer { target in
            cframes_copy(
                piped, layout.piped.frame, 0, 0, &small, fill.frame, 0, 0, Int32(fill.width), Int32(fill.height))
                && cframes_scale(
                    small, Int32(fill.width), Int32(fill.height), target.baseAddress, Int32(size.width),
                    Int32(size.height), scale, left, top)
                && cframes_copy(
                    piped, layout.piped.frame, 0, Int32(fill.height), target.baseAddress, size.frame, Int32(place.x),
                    Int32(place.y), Int32(place.width), Int32(place.height))
        }
        precondition(isDrawn, "a clip's layout has even sizes and places within its frames")
    }
}

extension FrameSize {
    var frame: cframes_frame { cframes_frame(width: Int32(width), height: Int32(height)) }
}

/// What is seen, and what is darkened of it.
struct Shot: Sendable {
    enum Source: Sendable {
        case still(StillShot)
        case clip(ClipShot)
    }

    var source: Source
    var scrim: Scrim

    /// - Throws: what ended the reading of a clip.
    mutating func draw(_ index: Int, into frame: inout [UInt8], size: FrameSize) async throws {
        switch source {
        case .still(let still): still.draw(index, into: &frame, size: size)
        case .clip(var clip):
            try await clip.draw(into: &frame, size: size)
            source = .clip(clip)
        }
        scrim.apply(to: &frame, size: size)
    }
}
