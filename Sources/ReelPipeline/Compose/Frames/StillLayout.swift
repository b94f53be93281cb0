import ReelCore

/// How a picture of any shape becomes a still in the shape of the reel, and how far the camera may move over it.
package struct StillLayout: Hashable, Sendable {
    package enum Fit: Hashable, Sendable {
        /// This part of the picture fills the still.
        case cover(crop: PixelRect)
        /// The whole picture lies here, over a blurred fill of itself made from the part `crop`.
        case inside(PixelRect, crop: PixelRect)
    }

    package var still: FrameSize
    package var fit: Fit
    /// See `CameraPath.reach`.
    package var reach: Double
    /// What matters, in shares of the still; see `CameraPath.anchor`.
    package var anchor: FocusPoint

    /// The still is larger than the frame, so that a camera that has come closest still sees real pixels.
    package static let oversize = 1.12
    /// A picture is cropped only as long as this much of it stays: in an upright frame 2:3 is, 3:4 is not.
    static let keptShare = 0.82
    /// Where it is known what matters, more may go: 3:4 is cropped, 4:5 is not.
    static let keptShareAroundFocus = 0.72
    /// A picture is never enlarged more than this.
    static let largestEnlargement = 3.0
    /// The middle of a picture that lies inside, from above: higher than the frame's middle, where captions do not
    /// reach.
    static func insideCentre(_ output: FrameSize) -> Double {
        output.width > output.height ? 0.5 : output.width == output.height ? 0.4 : 0.43
    }
    /// A picture that is nearly as high as the frame keeps this share of the room above itself.
    static let leastAbove = 0.38

    /// - Parameters:
    ///   - focus: what must stay in sight when the picture is cropped; `nil` for the middle.
    ///   - oversize: how much larger than the frame the still is.
    package init(picture: FrameSize, output: FrameSize, focus: FocusPoint? = nil, oversize: Double = Self.oversize) {
        still = FrameSize(
            width: Self.even(Double(output.width) * oversize), height: Self.even(Double(output.height) * oversize))
        let kept = focus == nil ? Self.keptShare : Self.keptShareAroundFocus
        let focus = focus?.insidePicture ?? FocusPoint(x: 0.5, y: 0.5)
        let across = Double(still.width) / Double(picture.width)
        let down = Double(still.height) / Double(picture.height)
        let cover = max(across, down)
        let crop = PixelRect.around(
            focus, width: min(picture.width, Int((Double(still.width) / cover).rounded())),
            height: min(picture.height, Int((Double(still.height) / cover).rounded())), in: picture)
        if min(across, down) / cover >= kept, cover <= Self.largestEnlargement {
            fit = .cover(crop: crop)
            reach = 0.11
            anchor =
                FocusPoint(
                    x: (focus.x * Double(picture.width) - Double(crop.x)) / Double(crop.width),
                    y: (focus.y * Double(picture.height) - Double(crop.y)) / Double(crop.height)
                ).insidePicture
        } else {
            let scale = min(across, down, Self.largestEnlargement)
            let width = min(still.width, Self.even(Double(picture.width) * scale))
            let height = min(still.height, Self.even(Double(picture.height) * scale))
            let room = still.height - height
            let top = max(
                Int(Double(still.height) * Self.insideCentre(output)) - height / 2, Int(Double(room) * Self.leastAbove))
            let place = PixelRect(x: (still.width - width) / 2 & ~1, y: top & ~1, width: width, height: height)
            fit = .inside(place, crop: crop)
            // Small enough that hardly anything of a picture that reaches from edge to edge leaves the frame.
            reach = 0.07
            anchor = FocusPoint(x: 0.5, y: 0.5)
        }
    }

    private static func even(_ value: Double) -> Int {
        max(2, Int((value / 2).rounded()) * 2)
    }
}

/// A rectangle of whole pixels.
package struct PixelRect: Hashable, Sendable {
    package var x, y, width, height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// As near around the point as the picture's edges allow.
    static func around(_ focus: FocusPoint, width: Int, height: Int, in size: FrameSize) -> PixelRect {
        func start(_ share: Double, _ length: Int, _ whole: Int) -> Int {
            let wanted = share * Double(whole) - Double(length) / 2
            return min(max(Int(wanted.rounded(.down)), 0), whole - length)
        }
        return PixelRect(
            x: start(focus.x, width, size.width), y: start(focus.y, height, size.height), width: width, height: height)
    }
}

extension FocusPoint {
    /// With shares that can be used, whatever somebody wrote.
    fileprivate var insidePicture: FocusPoint {
        func share(_ value: Double) -> Double { value.isFinite ? min(max(value, 0), 1) : 0.5 }
        return FocusPoint(x: share(x), y: share(y))
    }
}
