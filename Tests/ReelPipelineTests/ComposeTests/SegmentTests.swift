import Foundation
import ReelCompose
import ReelCore
import Testing

@Suite("Segments of a reel") struct SegmentTests {
    private func timeline(_ frames: [Int], transition: Int = 9) -> Timeline {
        let narration = Narration(
            voice: "test",
            scenes: frames.enumerated().map {
                SceneNarration(
                    sceneNumber: $0 + 1, audio: URL(fileURLWithPath: "/dev/null"), duration: Double($1) / 30, words: [])
            })
        return Timeline(narration: narration, transitionFrames: transition)
    }

    @Test("Bodies and transitions cover each scene's frames once")
    func plan() {
        let segments = Segment.plan(timeline([40, 10, 25]))
        #expect(
            segments == [
                Segment(scene: 0, isTransition: false, frames: 0..<40),
                Segment(scene: 1, isTransition: true, frames: 0..<9),
                Segment(scene: 1, isTransition: false, frames: 9..<10),
                Segment(scene: 2, isTransition: true, frames: 0..<9),
                Segment(scene: 2, isTransition: false, frames: 9..<25),
            ])
        #expect(segments.reduce(0) { $0 + $1.frames.count } == 75)
    }

    @Test("Segments that earlier releases kept are found under the same keys, whatever the code calls them")
    func keys() {
        #expect(SegmentSpec.recipe == "piece/3")
        #expect(SegmentEncoder.fileName == "piece.mp4")
        let scrim = Scrim(height: 2, [(0, 0.5)])
        #expect(ShotSpec.keyText("still", firstFrame: 30, scrim: scrim) == "still from 30 shade 128 128")
    }

    @Test("The first three scenes come in short segments")
    func firstScenes() {
        func first(_ count: Int) -> [Range<Int>] { Segment.plan(timeline([count])).map(\.frames) }
        #expect(first(59) == [0..<59])
        #expect(first(60) == [0..<30, 30..<60])
        #expect(first(149) == [0..<30, 30..<149])
        #expect(first(260) == [0..<30, 30..<90, 90..<150, 150..<260])
        let segments = Segment.plan(timeline([40, 188, 400, 400]))
        func bodies(_ scene: Int) -> [Range<Int>] {
            segments.filter { $0.scene == scene && !$0.isTransition }.map(\.frames)
        }
        #expect(bodies(1) == [9..<39, 39..<99, 99..<188])
        #expect(bodies(2) == [9..<129, 129..<249, 249..<400])
        #expect(bodies(3) == [9..<400])
    }

    @Test("A segment is a body with the transition before it")
    func segments() {
        #expect(Segment.watchable(timeline([100, 10, 25])) == [0..<30, 30..<100, 100..<110, 110..<135])
        #expect(Segment.watchable(timeline([40, 200])) == [0..<40, 40..<79, 79..<139, 139..<240])
        #expect(Segment.watchable(timeline([5, 5], transition: 0)) == [0..<5, 5..<10])
    }

    @Test("Without transitions there are only bodies")
    func hardCuts() {
        #expect(Segment.plan(timeline([5, 5], transition: 0)).map(\.isTransition) == [false, false])
    }
}

@Suite("The joined file's packets") struct JoinedPacketsTests {
    private func list(_ packets: [(dts: Int, pts: Int, duration: Int)]) -> String {
        "#software: x\n#tb 0: 1/15360\n#media_type 0: video\n"
            + packets.map { "0, \($0.dts), \($0.pts), \($0.duration), 99, 0x00000000\n" }.joined()
    }
    private let good = [(-512, 0, 512), (0, 1024, 512), (512, 512, 512)]

    @Test("Frames in their places are fine")
    func fine() {
        #expect(JoinedPackets.problem(list(good), frameCount: 3, frameRate: 30) == nil)
    }

    @Test("Whatever a player would stumble over is named")
    func problems() {
        func problem(_ change: (inout [(dts: Int, pts: Int, duration: Int)]) -> Void) -> String? {
            var packets = good.map { (dts: $0.0, pts: $0.1, duration: $0.2) }
            change(&packets)
            return JoinedPackets.problem(list(packets), frameCount: 3, frameRate: 30)
        }
        #expect(problem { $0.removeLast() } == "2 frames instead of 3")
        #expect(problem { $0[1].duration = 507 } == "packet 1 lasts 507 ticks, not 512")
        #expect(problem { $0[2].dts = 507 } == "a step in decoding times at packet 2: 507")
        #expect(problem { $0[1].pts = 1029 } == "frame 2 is shown at 1029 ticks instead of 1024")
        #expect(
            JoinedPackets.problem("1, 0, 0, 512, 9, 0x0", frameCount: 1, frameRate: 30)?.contains("not of the pictures")
                == true)
        #expect(JoinedPackets.problem("nonsense", frameCount: 0, frameRate: 30) != nil)
    }
}
