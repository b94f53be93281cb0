import CFrames
import Foundation
import ReelCore

/// A darkening of the frame behind the words, so that white letters are legible on a white picture.
package struct Shade: Hashable, Sendable {
    /// The brightness left in each row, in 1/256.
    package var gain: [UInt16]

    /// - Parameters:
    ///   - height: rows of the frame.
    ///   - points: how much brightness is left (0...1) at which height (0 is the top, 1 the bottom), from above; between
    ///     them it passes softly from one to the next.
    package init(height: Int, _ points: [(at: Double, left: Double)]) {
        gain = (0..<height).map { row in
            let place = (Double(row) + 0.5) / Double(height)
            guard let below = points.first(where: { $0.at > place }) else { return Self.gain(points.last?.left ?? 1) }
            guard let above = points.last(where: { $0.at <= place }) else { return Self.gain(below.left) }
            let share = (place - above.at) / (below.at - above.at)
            return Self.gain(above.left + (below.left - above.left) * share * share * (3 - 2 * share))
        }
    }

    /// Captions stand on a picture that grows dark towards the bottom, as under a low sun; a dark strip would look put on.
    /// Where a blurred fill lies behind them it is dark already. The words of a text scene stand on a backdrop that is a
    /// little darker as a whole.
    package static func behind(_ type: Scene.SceneType, _ layout: StillLayout, height: Int) -> Shade {
        switch (type, layout.fit) {
        case (.text, _):
            Shade(height: height, [(0, 0.85), (0.3, 0.68), (0.6, 0.68), (1, 0.85)])
        case (.media, .inside(let place, _)) where Double(place.y + place.height) < 0.62 * Double(layout.still.height):
            Shade(height: height, [(0.55, 1), (1, 0.8)])
        case (.media, _):
            Shade(height: height, [(0.44, 1), (0.67, 0.7), (1, 0.52)])
        }
    }

    private static func gain(_ left: Double) -> UInt16 { UInt16((256 * min(max(left, 0), 1)).rounded()) }

    func apply(to frame: inout [UInt8], size: FrameSize) {
        frame.withUnsafeMutableBufferPointer {
            cframes_darken($0.baseAddress, Int32(size.width), Int32(size.height), gain)
        }
    }
}
