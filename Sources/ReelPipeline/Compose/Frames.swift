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
struct Shot: Sendable {
    var still: Still
    var path: CameraPath
    /// The frame of the movement in which the piece begins.
    var firstFrame: Int
    var shade: Shade

    func draw(_ index: Int, into frame: inout [UInt8], size: FrameSize) {
        still.draw(path.window(at: firstFrame + index), into: &frame, size: size)
        shade.apply(to: &frame, size: size)
    }
}

/// Draws the frames of one piece, one after the other, always into the same memory.
struct FramePainter {
    let size: FrameSize
    /// The scene's own picture.
    let current: Shot
    /// The picture before, while it fades away.
    let fading: Shot?
    let frameCount: Int
    private(set) var frame: [UInt8]
    private var other: [UInt8]

    init(size: FrameSize, current: Shot, fading: Shot?, frameCount: Int) {
        self.size = size
        self.current = current
        self.fading = fading
        self.frameCount = frameCount
        frame = [UInt8](repeating: 0, count: size.yuvBytes)
        other = fading == nil ? [] : frame
    }

    mutating func paint(_ index: Int) {
        current.draw(index, into: &frame, size: size)
        guard let fading else { return }
        fading.draw(index, into: &other, size: size)
        // Even steps from the frame before, which is all old, to the frame after, which is all new.
        let weight = Int32((256 * (index + 1) + (frameCount + 1) / 2) / (frameCount + 1))
        let count = frame.count
        frame.withUnsafeMutableBufferPointer { new in
            other.withUnsafeBufferPointer { old in
                cframes_blend(old.baseAddress, new.baseAddress, new.baseAddress, count, weight)
            }
        }
    }
}
