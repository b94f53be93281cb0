import ReelCore

/// A part of a film, in seconds from its beginning.
public struct Stretch: Hashable, Codable, Sendable {
    public var start: Double
    public var end: Double

    public init(start: Double, end: Double) {
        self.start = start
        self.end = end
    }

    public var duration: Double { end - start }

    package func moved(by seconds: Double) -> Stretch { Stretch(start: start + seconds, end: end + seconds) }
}

/// Finds where a film is black and where it stands still, in small grey pictures of it.
///
/// ffmpeg's `freezedetect` compares whole frames, so words that light up over a picture that hangs would hide it, and a
/// slow pan over a plain picture would look frozen to it. Here the picture is divided into fields: what stands still in
/// most fields that show enough to tell is frozen, whatever the captions do in the others.
package struct PictureTrace {
    /// Small pictures for each second.
    package static let rate = 5
    /// Pixels of the longer edge of a small picture.
    package static let longerEdge = 320
    /// Grey from 0 to 255: what is not above is black. As ffmpeg's `blackdetect` has it, a tenth.
    static let black: UInt8 = 25
    /// This share of a black picture is black: captions may stand on it.
    static let blackShare = 0.94
    /// Two neighbouring pixels that differ by so much have something to show.
    static let texture = 6
    /// A pixel that differs by so much may have moved. It has, if it also differs by half of what lies beside it: the
    /// same picture in another group of frames, encoded better or worse, changes less.
    static let motion = 3

    private let size: FrameSize
    private let frames: [UInt8]

    /// - Parameter frames: one after the other, a byte for each pixel; what does not fill a picture is left out.
    package init(frames: [UInt8], size: FrameSize) {
        self.size = size
        self.frames = frames
    }

    package static func size(_ frame: FrameSize) -> FrameSize {
        let scale = min(1, Double(longerEdge) / Double(max(frame.width, frame.height)))
        return FrameSize(
            width: max(8, Int(Double(frame.width) * scale)), height: max(8, Int(Double(frame.height) * scale)))
    }

    private var area: Int { size.width * size.height }
    package var count: Int { frames.count / area }

    /// Stretches that are black for at least two small pictures.
    package func blackStretches() -> [Stretch] {
        stretches((0..<count).map(isBlack)).filter { $0.duration >= 1.9 / Double(Self.rate) }
    }

    package func isBlack(_ index: Int) -> Bool {
        let frame = frames[index * area..<(index + 1) * area]
        return Double(frame.count { $0 <= Self.black }) >= Self.blackShare * Double(area)
    }

    /// Whether the first picture is black almost everywhere, if not quite as much.
    var isMostlyBlack: Bool {
        count > 0 && Double(frames[..<area].count { $0 <= Self.black }) >= 0.8 * Double(area)
    }

    /// Stretches in which nothing but words moves.
    ///
    /// - Parameter window: seconds, the shortest stretch that is looked for: a slow movement needs time to be seen.
    package func frozenStretches(window: Double) -> [Stretch] {
        let step = Int((window * Double(Self.rate)).rounded(.up))
        guard step > 0, count > step else { return [] }
        var still = [Bool](repeating: false, count: count)
        for first in 0..<(count - step) where isFrozen(first, first + step) {
            for index in first...first + step { still[index] = true }
        }
        return stretches(still)
    }

    /// Whether two small pictures show the same, words left aside.
    package func isFrozen(_ one: Int, _ other: Int) -> Bool {
        var told = 0
        var moved = 0
        for field in 0..<Self.fieldCount {
            let (texture, motion) = compare(one, other, field)
            guard texture >= fieldArea / 20 else { continue }
            told += 1
            if motion * 10 >= texture { moved += 1 }
        }
        return told >= 6 && Double(moved) <= 0.4 * Double(told)
    }

    private static let across = 4
    private static let down = 6
    private static let fieldCount = across * down
    private var fieldArea: Int { area / Self.fieldCount }

    /// Pixels of a field that have something to show, and how many of them have changed.
    private func compare(_ one: Int, _ other: Int, _ field: Int) -> (texture: Int, motion: Int) {
        let (column, row) = (field % Self.across, field / Self.across)
        let left = size.width * column / Self.across
        let right = min(size.width * (column + 1) / Self.across, size.width - 1)
        let top = size.height * row / Self.down
        let bottom = min(size.height * (row + 1) / Self.down, size.height - 1)
        var (texture, motion) = (0, 0)
        frames.withUnsafeBufferPointer { pixels in
            for y in top..<bottom {
                for x in left..<right {
                    let at = one * area + y * size.width + x
                    let here = Int(pixels[at])
                    let slope = max(
                        abs(here - Int(pixels[at + 1])), abs(here - Int(pixels[at + size.width])))
                    guard slope >= Self.texture else { continue }
                    texture += 1
                    if abs(here - Int(pixels[other * area + y * size.width + x])) >= max(Self.motion, slope / 2) {
                        motion += 1
                    }
                }
            }
        }
        return (texture, motion)
    }

    private func stretches(_ marks: [Bool]) -> [Stretch] {
        var result: [Stretch] = []
        var start: Int?
        for (index, isMarked) in (marks + [false]).enumerated() {
            if isMarked, start == nil { start = index }
            if !isMarked, let first = start {
                result.append(
                    Stretch(start: Double(first) / Double(Self.rate), end: Double(index) / Double(Self.rate)))
                start = nil
            }
        }
        return result
    }
}
