import ReelCompose
import ReelCore
import Testing

@Suite("The camera's way over a still") struct CameraPathTests {
    @Test(
        "It never looks beyond the picture, and never closer than real pixels", arguments: SceneVisual.Motion.allCases)
    func inside(motion: SceneVisual.Motion) {
        for quality in [Quality.draft, .standard] {
            let output = quality.frameSize()
            for picture in [(90, 160), (1600, 900), (1000, 1000), (1200, 1800), (300, 2000)] {
                let layout = StillLayout(picture: FrameSize(width: picture.0, height: picture.1), output: output)
                for count in [1, 2, 19, 400] {
                    let path = CameraPath(
                        motion: motion, reach: layout.reach, still: layout.still, output: output, frameCount: count)
                    for frame in 0..<count {
                        let window = path.window(at: frame)
                        let right = window.left + window.scale * Double(output.width)
                        let bottom = window.top + window.scale * Double(output.height)
                        #expect(window.left >= -1e-9 && window.top >= -1e-9)
                        #expect(right <= Double(layout.still.width) + 1e-9)
                        #expect(bottom <= Double(layout.still.height) + 1e-9)
                        #expect(window.scale >= 1)
                    }
                }
            }
        }
    }

    @Test("It moves one way only, never stands still, and starts and ends softly")
    func steady() {
        let output = Quality.standard.frameSize()
        let still = StillLayout(picture: output, output: output).still
        func path(_ motion: SceneVisual.Motion) -> CameraPath {
            CameraPath(motion: motion, reach: 0.11, still: still, output: output, frameCount: 120)
        }
        func steps(_ motion: SceneVisual.Motion, _ value: (CameraWindow) -> Double) -> [Double] {
            let values = (0..<120).map { value(path(motion).window(at: $0)) }
            return zip(values, values.dropFirst()).map { $1 - $0 }
        }
        #expect(steps(.zoomIn, \.scale).allSatisfy { $0 < 0 })
        #expect(steps(.zoomOut, \.scale).allSatisfy { $0 > 0 })
        #expect(steps(.panLeft, \.left).allSatisfy { $0 < 0 })
        let right = steps(.panRight, \.left)
        #expect(right.allSatisfy { $0 > 0 })
        #expect(right[0] < right[60] * 0.6 && right[0] > right[60] * 0.3)
    }
}

@Suite("What matters in a picture") struct FocusTests {
    @Test("A crop keeps it, and the camera comes closer to it", arguments: Aspect.allCases)
    func kept(aspect: Aspect) {
        let output = Quality.standard.frameSize(aspect)
        let shapes = [(1200, 1600), (1600, 1200), (1350, 1080), (1080, 1350), (1080, 1920), (1920, 1080), (1440, 1920)]
        for (width, height) in shapes {
            for focus in [FocusPoint(x: 0.1, y: 0.5), FocusPoint(x: 0.9, y: 0.15), FocusPoint(x: 0.5, y: 0.93)] {
                let layout = StillLayout(picture: FrameSize(width: width, height: height), output: output, focus: focus)
                guard case .cover(let crop) = layout.fit else { continue }
                let x = focus.x * Double(width) - Double(crop.x)
                let y = focus.y * Double(height) - Double(crop.y)
                #expect((0...Double(crop.width)).contains(x) && (0...Double(crop.height)).contains(y))
                let path = CameraPath(
                    motion: .zoomIn, reach: layout.reach, still: layout.still, output: output, frameCount: 100,
                    anchor: layout.anchor)
                let window = path.window(at: 99)
                let place = (
                    x: (x / Double(crop.width) * Double(layout.still.width) - window.left) / window.scale,
                    y: (y / Double(crop.height) * Double(layout.still.height) - window.top) / window.scale
                )
                #expect(
                    (-1...Double(output.width) + 1).contains(place.x)
                        && (-1...Double(output.height) + 1).contains(place.y))
            }
        }
    }

    @Test("More may be cropped away where it is known what matters")
    func cropping() {
        let output = Quality.standard.frameSize()
        func isCovering(_ focus: FocusPoint?) -> Bool {
            let layout = StillLayout(picture: FrameSize(width: 1200, height: 1600), output: output, focus: focus)
            if case .cover = layout.fit { return true }
            return false
        }
        #expect(!isCovering(nil) && isCovering(FocusPoint(x: 0.2, y: 0.5)))
        #expect(
            StillLayout(
                picture: output, output: output, focus: FocusPoint(x: .nan, y: -7)
            ).anchor == FocusPoint(x: 0.5, y: 0))
    }
}

@Suite("Pictures of every shape") struct StillLayoutTests {
    private let output = Quality.standard.frameSize()

    @Test(
        "Upright pictures fill the frame; others lie inside it whole",
        arguments: [
            (1080, 1920, true), (1200, 1800, true), (1200, 1600, false), (1600, 900, false), (1000, 1000, false),
            (1080, 2160, true), (800, 2800, false), (200, 300, false),
        ])
    func fit(width: Int, height: Int, isCovering: Bool) {
        let picture = FrameSize(width: width, height: height)
        let layout = StillLayout(picture: picture, output: output)
        let shape = Double(layout.still.width) / Double(layout.still.height)
        switch layout.fit {
        case .cover(let crop):
            #expect(isCovering)
            #expect(crop.x >= 0 && crop.y >= 0 && crop.x + crop.width <= width && crop.y + crop.height <= height)
            #expect(abs(Double(crop.width) / Double(crop.height) / shape - 1) < 0.005)
            #expect(Double(crop.width * crop.height) >= 0.8 * Double(width * height))
        case .inside(let place, _):
            #expect(!isCovering)
            #expect(place.x >= 0 && place.y >= 0)
            #expect(place.x + place.width <= layout.still.width && place.y + place.height <= layout.still.height)
            // Not stretched: the same scale both ways, but for rounding to even sizes.
            let across = Double(place.width) / Double(width)
            let down = Double(place.height) / Double(height)
            #expect(abs(across / down - 1) < 0.01)
            #expect(across <= 3.01)
            #expect(place.x % 2 == 0 && place.y % 2 == 0 && place.width % 2 == 0 && place.height % 2 == 0)
        }
    }
}
