import CFrames
import Foundation
import ReelCompose
import ReelCore
import ReelTestKit
import Testing

/// A smooth picture given as a function, sampled where H.264 puts its samples.
private struct Scene420 {
    let size: FrameSize
    var bytes: [UInt8]

    /// - Parameter light: brightness at a point, in luma sample coordinates (sample i is at i).
    init(_ size: FrameSize, light: (_ x: Double, _ y: Double) -> Double) {
        self.size = size
        bytes = []
        func add(_ value: Double) { bytes.append(UInt8(min(max(value.rounded(), 0), 255))) }
        for y in 0..<size.height {
            for x in 0..<size.width { add(light(Double(x), Double(y))) }
        }
        for _ in 0..<2 {
            for y in 0..<size.height / 2 {
                for x in 0..<size.width / 2 { add(light(Double(2 * x), Double(2 * y) + 0.5)) }
            }
        }
    }

    func scaled(to output: FrameSize, _ window: CameraWindow) -> [UInt8] {
        var target = [UInt8](repeating: 0, count: output.width * output.height * 3 / 2)
        let isDrawn = cframes_scale(
            bytes, Int32(size.width), Int32(size.height), &target, Int32(output.width), Int32(output.height),
            window.scale, window.left, window.top)
        #expect(isDrawn)
        return target
    }
}

/// Where a row that rises from dark to light passes the middle, between samples.
private func edge(_ row: ArraySlice<UInt8>) -> Double {
    let values = row.map(Double.init)
    let at = values.firstIndex { $0 >= 128 } ?? 0
    return Double(at) - (values[at] - 128) / (values[at] - values[at - 1])
}

@Suite("Scaling frames") struct FrameScalerTests {
    private let source = FrameSize(width: 404, height: 716)
    private let output = FrameSize(width: 360, height: 640)

    @Test("A smooth picture arrives as its own function says, luma and chroma")
    func reference() {
        func light(_ x: Double, _ y: Double) -> Double { 128 + 60 * sin(x / 17) + 50 * cos(y / 23) }
        let scene = Scene420(source, light: light)
        let window = CameraWindow(scale: 1.0617, left: 11.39, top: 17.73)
        let scaled = scene.scaled(to: output, window)
        // Sample i of the output looks at this place of the source.
        func at(_ i: Double, _ corner: Double) -> Double { (i + 0.5) * window.scale + corner - 0.5 }
        var worst = 0.0
        for y in 0..<output.height {
            for x in 0..<output.width {
                let wanted = light(at(Double(x), window.left), at(Double(y), window.top))
                worst = max(worst, abs(wanted - Double(scaled[y * output.width + x])))
            }
        }
        #expect(worst < 1.5)
        worst = 0
        let plane = output.width * output.height
        for y in 0..<output.height / 2 {
            for x in 0..<output.width / 2 {
                let wanted = light(at(Double(2 * x), window.left), at(Double(2 * y) + 0.5, window.top))
                for start in [plane, plane * 5 / 4] {
                    worst = max(worst, abs(wanted - Double(scaled[start + y * output.width / 2 + x])))
                }
            }
        }
        #expect(worst < 1.6)
    }

    @Test("An edge moves as smoothly as the camera", arguments: SceneVisual.Motion.allCases)
    func noJitter(motion: SceneVisual.Motion) {
        // A soft edge, as a lens makes it, a third from the left.
        let place = 140.0
        let scene = Scene420(source) { x, _ in 128 + 110 * tanh((x - place) / 3) }
        let path = CameraPath(motion: motion, reach: 0.11, still: source, output: output, frameCount: 90)
        var errors: [Double] = []
        var chromaErrors: [Double] = []
        for frame in 0..<90 {
            let window = path.window(at: frame)
            let scaled = scene.scaled(to: output, window)
            let wanted = (place + 0.5 - window.left) / window.scale - 0.5
            errors.append(edge(scaled[320 * output.width..<321 * output.width]) - wanted)
            let chroma = output.width * output.height + 160 * output.width / 2
            chromaErrors.append(2 * edge(scaled[chroma..<chroma + output.width / 2]) - wanted)
        }
        func rms(_ values: [Double]) -> Double {
            (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
        }
        #expect(rms(errors) < 0.05)
        #expect(rms(chromaErrors) < 0.1)
        let jumps = zip(errors, errors.dropFirst()).map { $1 - $0 }
        #expect(rms(jumps) < 0.05)
    }

    @Test("AVX2 and portable code give the same bytes", .enabled(if: cframes_is_accelerated()))
    func sameBytes() {
        var random = SeededRNG(seed: 1)
        for (width, height) in [(404, 716), (18, 22), (130, 66), (4, 4)] {
            let size = FrameSize(width: width, height: height)
            let scene = Scene420(size) { _, _ in Double(UInt8.random(in: .min ... .max, using: &random)) }
            for window in [
                CameraWindow(scale: 1, left: 0, top: 0), CameraWindow(scale: 1.119, left: -3.3, top: 2.7),
                CameraWindow(scale: 0.4, left: 1.01, top: 0.99), CameraWindow(scale: 2.7, left: -20, top: 5),
            ] {
                let fast = scene.scaled(to: output, window)
                cframes_use_portable(true)
                let portable = scene.scaled(to: output, window)
                cframes_use_portable(false)
                // Compared outside the expectation, which would take minutes to describe how two frames differ.
                let isSame = fast == portable
                #expect(isSame, "\(size) \(window)")
            }
        }
    }

    @Test("One to one is a copy")
    func identity() {
        let scene = Scene420(output) { x, y in 128 + 100 * sin(x * y) }
        let isSame = scene.scaled(to: output, CameraWindow(scale: 1, left: 0, top: 0)) == scene.bytes
        #expect(isSame)
    }

    @Test("Sizes that it cannot do are refused", arguments: [(3, 4), (4, 5), (0, 4), (4098, 4)])
    func refusal(width: Int32, height: Int32) {
        var target = [UInt8](repeating: 7, count: 16)
        let source = [UInt8](repeating: 0, count: 24)
        #expect(!cframes_scale(source, 4, 4, &target, width, height, 1, 0, 0))
        #expect(!cframes_scale(source, width, height, &target, 4, 4, 1, 0, 0))
        #expect(target == [UInt8](repeating: 7, count: 16))
    }

    @Test(
        "What is no scale and no place is refused, and nothing is drawn",
        arguments: [
            (Double.nan, 0.0, 0.0), (0, 0, 0), (-1, 0, 0), (.infinity, 0, 0), (1, .nan, 0), (1, 0, .nan),
            (1, -.infinity, 0), (1, 0, .infinity),
        ])
    func noNumbers(scale: Double, left: Double, top: Double) {
        let source = [UInt8](repeating: 1, count: 16 * 16 * 3 / 2)
        var target = [UInt8](repeating: 2, count: source.count)
        #expect(!cframes_scale(source, 16, 16, &target, 16, 16, scale, left, top))
        #expect(target == [UInt8](repeating: 2, count: source.count))
    }

    @Test("A rectangle is copied with its colours, and only within both frames")
    func copy() {
        let large = Scene420(FrameSize(width: 40, height: 24)) { x, y in 3 * x + 5 * y }
        let (from, to) = (cframes_frame(width: 40, height: 24), cframes_frame(width: 16, height: 12))
        var small = [UInt8](repeating: 9, count: 16 * 12 * 3 / 2)
        #expect(cframes_copy(large.bytes, from, 6, 4, &small, to, 2, 2, 12, 8))
        for y in 0..<12 {
            for x in 0..<16 {
                let isInside = (2..<14).contains(x) && (2..<10).contains(y)
                #expect(small[y * 16 + x] == (isInside ? large.bytes[(y + 2) * 40 + x + 4] : 9))
            }
        }
        let plane = 40 * 24
        for plane in [(16 * 12, plane), (16 * 12 * 5 / 4, plane * 5 / 4)] {
            #expect(small[plane.0 + 1 * 8 + 1] == large.bytes[plane.1 + 2 * 20 + 3])
            #expect(small[plane.0] == 9 && small[plane.0 + 47] == 9)
        }
        let before = small
        for (x, y, width, height) in [(6, 4, 18, 8), (6, 18, 8, 8), (-2, 0, 4, 4), (1, 0, 4, 4), (0, 0, 0, 4)]
            as [(Int32, Int32, Int32, Int32)]
        {
            #expect(!cframes_copy(large.bytes, from, x, y, &small, to, 0, 0, width, height))
        }
        #expect(small == before)
    }

    @Test("A blend is exact at both ends and even between")
    func blend() {
        let old = (0..<1001).map { UInt8($0 * 7 % 256) }
        let new = (0..<1001).map { UInt8($0 * 13 % 256) }
        var target = [UInt8](repeating: 0, count: 1001)
        cframes_blend(old, new, &target, 1001, 0)
        #expect(target == old)
        cframes_blend(old, new, &target, 1001, 256)
        #expect(target == new)
        for weight in [1, 28, 128, 200, 255] {
            cframes_blend(old, new, &target, 1001, Int32(weight))
            for index in target.indices {
                let wanted = (Int(old[index]) * (256 - weight) + Int(new[index]) * weight + 128) >> 8
                #expect(Int(target[index]) == wanted)
            }
        }
    }

    @Test("Darkening leaves full gain alone, and hue where it is")
    func darken() {
        let size = FrameSize(width: 40, height: 8)
        let plain = Scene420(size) { x, _ in 40 + 5 * x }.bytes
        var frame = plain
        cframes_darken(&frame, 40, 8, [UInt16](repeating: 256, count: 8))
        #expect(frame == plain)
        cframes_darken(&frame, 40, 8, [256, 256, 256, 256, 128, 128, 0, 0])
        #expect(frame[0..<160] == plain[0..<160])
        #expect(frame[4 * 40] == 16 + (40 - 16) / 2)
        #expect(frame[7 * 40 + 39] == 16)
        let chroma = 320 + 2 * 20 + 3  // third chroma row: luma rows 4 and 5
        #expect(abs(Int(frame[chroma]) - 128 - (Int(plain[chroma]) - 128) / 2) <= 1)
    }
}
