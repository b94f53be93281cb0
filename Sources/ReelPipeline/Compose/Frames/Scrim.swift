import CFrames
import Foundation
import ReelCore

/// A darkening of the frame behind the words, so that white letters are legible on a white picture.
package struct Scrim: Hashable, Sendable {
    /// The brightness left in each row, in 1/256.
    package var gain: [UInt16]

    /// - Parameters:
    ///   - height: rows of the frame.
    ///   - points: how much brightness is left (0...1) at which height (0 is the top, 1 the bottom), from above;
    ///     between them it passes softly from one to the next.
    package init(height: Int, _ points: [(at: Double, left: Double)]) {
        gain = (0..<height).map { row in
            let place = (Double(row) + 0.5) / Double(height)
            guard let below = points.first(where: { $0.at > place }) else { return Self.gain(points.last?.left ?? 1) }
            guard let above = points.last(where: { $0.at <= place }) else { return Self.gain(below.left) }
            let share = (place - above.at) / (below.at - above.at)
            return Self.gain(above.left + (below.left - above.left) * share * share * (3 - 2 * share))
        }
    }

    /// Captions stand on a gradient that grows dark towards the bottom; a dark strip would be seen as one. Where a
    /// blurred fill lies behind them it is dark already, and on plates they need less. The words of a text scene stand
    /// on a backdrop that is a little darker as a whole.
    ///
    /// - Parameter style: of the words; `nil` where there are none.
    package static func behind(_ style: CaptionStyle?, _ layout: StillLayout, height: Int) -> Scrim {
        guard let style else { return Scrim(height: height, []) }
        if style.kind == .headline { return Scrim(height: height, [(0, 0.85), (0.3, 0.68), (0.6, 0.68), (1, 0.85)]) }
        let top = (style.centreY - style.leading * style.emHeight) / Double(style.canvas.size.height)
        if style.look == .plate { return Scrim(height: height, [(top - 0.1, 1), (1, 0.82)]) }
        if case .inside(let place, _) = layout.fit,
            Double(place.y + place.height) < (top + 0.01) * Double(layout.still.height)
        {
            return Scrim(height: height, [(top - 0.07, 1), (1, 0.8)])
        }
        return Scrim(height: height, [(top - 0.18, 1), (top + 0.05, 0.7), (1, 0.52)])
    }

    private static func gain(_ left: Double) -> UInt16 { UInt16((256 * min(max(left, 0), 1)).rounded()) }

    func apply(to frame: inout [UInt8], size: FrameSize) {
        frame.withUnsafeMutableBufferPointer {
            cframes_darken($0.baseAddress, Int32(size.width), Int32(size.height), gain)
        }
    }
}
