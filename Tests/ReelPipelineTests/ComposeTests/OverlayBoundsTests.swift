import CFrames
import ReelCore
import Testing

/// Whatever rectangle an overlay is given, it changes the samples that the rectangle's pixels touch and no other byte.
@Suite("Overlays stay within the rectangle and the planes") struct OverlayBoundsTests {
    /// Bytes before and after a frame that nothing may touch.
    private static let guardBytes = 64
    private static let frame = cframes_frame(width: 8, height: 6)
    private static let size = 8 * 6 * 3 / 2

    /// A frame between guard bytes, all of one value.
    private final class Guarded {
        let bytes: UnsafeMutablePointer<UInt8>
        private let value: UInt8
        static let count = size + 2 * guardBytes

        init(_ value: UInt8) {
            self.value = value
            bytes = .allocate(capacity: Self.count)
            bytes.initialize(repeating: value, count: Self.count)
        }

        deinit { bytes.deallocate() }

        var frame: UnsafeMutablePointer<UInt8> { bytes + guardBytes }

        /// The places in the frame that have another value than before; `nil` when a guard byte has.
        var changed: Set<Int>? {
            let all = (0..<Self.count).filter { bytes[$0] != value }.map { $0 - guardBytes }
            return all.allSatisfy { (0..<size).contains($0) } ? Set(all) : nil
        }
    }

    /// The bytes of a frame that a rectangle's pixels touch, pixel by pixel.
    private static func touched(_ rect: cframes_rect) -> Set<Int> {
        let (width, height) = (Int(frame.width), Int(frame.height))
        var places: Set<Int> = []
        for y in 0..<height {
            for x in 0..<width
            where Int(rect.x) <= x && x < Int(rect.x) + Int(rect.width) && Int(rect.y) <= y
                && y < Int(rect.y) + Int(rect.height)
            {
                let chroma = y / 2 * (width / 2) + x / 2
                places.formUnion([
                    y * width + x, width * height + chroma, width * height * 5 / 4 + chroma,
                ])
            }
        }
        return places
    }

    private static let lengths: [Int32] = [0, 1, 2, 3, 5, 20]

    private static let rects: [cframes_rect] = (-4...11).flatMap { x in
        (-4...9).flatMap { y in
            lengths.flatMap { width in lengths.map { cframes_rect(x: x, y: y, width: width, height: $0) } }
        }
    }

    /// Far away, or as large as numbers are; lengths that are none.
    private static let extremes: [cframes_rect] = [
        cframes_rect(x: .max, y: 1, width: 5, height: 5), cframes_rect(x: 1, y: .max, width: 5, height: 5),
        cframes_rect(x: .min, y: .min, width: 5, height: 5), cframes_rect(x: 1, y: 1, width: .max, height: .max),
        cframes_rect(x: .max, y: .max, width: .max, height: .max), cframes_rect(x: 3, y: 3, width: -1, height: 4),
        cframes_rect(x: 3, y: 3, width: 4, height: .min), cframes_rect(x: 9, y: 7, width: 0, height: 0),
    ]

    @Test("Clearing changes what the rectangle touches, at every place, empty or not")
    func clear() {
        for rect in Self.rects + Self.extremes {
            let (ink, keep) = (Guarded(77), Guarded(77))
            cframes_overlay_clear(ink.frame, keep.frame, Self.frame, rect)
            #expect(ink.changed == Self.touched(rect), "\(rect)")
            #expect(keep.changed == Self.touched(rect), "\(rect)")
        }
    }

    @Test("Laying over a frame changes what the rectangle touches")
    func draw() {
        let (ink, keep) = (Guarded(200), Guarded(0))
        for rect in Self.rects + Self.extremes {
            let target = Guarded(50)
            cframes_overlay_draw(ink.frame, keep.frame, target.frame, Self.frame, rect)
            #expect(target.changed == Self.touched(rect), "\(rect)")
        }
    }

    @Test("A mask changes what it covers, and is not read beyond its end")
    func add() {
        let colour = cframes_colour(y: 200, u: 200, v: 200)
        for rect in Self.rects {
            // Only its own bytes cover: what is read beyond them would be seen as less.
            let mask = [UInt8](repeating: 255, count: max(1, Int(rect.width * rect.height)))
            let (ink, keep) = (Guarded(0), Guarded(255))
            cframes_overlay_add(ink.frame, keep.frame, Self.frame, mask, rect.width, rect, colour, 255)
            #expect(ink.changed == Self.touched(rect), "\(rect)")
            #expect(keep.changed == Self.touched(rect), "\(rect)")
        }
    }

    @Test(
        "Sizes that are none of a frame leave everything as it is",
        arguments: [(7, 6), (8, 5), (2, 2), (0, 0), (-8, 6)])
    func noFrame(width: Int32, height: Int32) {
        let (ink, keep, target) = (Guarded(9), Guarded(9), Guarded(9))
        let frame = cframes_frame(width: width, height: height)
        let rect = cframes_rect(x: 0, y: 0, width: 8, height: 6)
        let mask = [UInt8](repeating: 255, count: 48)
        cframes_overlay_clear(ink.frame, keep.frame, frame, rect)
        cframes_overlay_add(
            ink.frame, keep.frame, frame, mask, 8, rect, cframes_colour(y: 1, u: 1, v: 1), 255)
        cframes_overlay_draw(ink.frame, keep.frame, target.frame, frame, rect)
        cframes_darken(target.frame, width, height, [UInt16](repeating: 0, count: 8))
        #expect(ink.changed == [] && keep.changed == [] && target.changed == [])
    }
}
