import Foundation
import ReelCore
import Testing

@Suite struct TimelineTests {
    private func narration(_ seconds: [Double]) -> Narration {
        Narration(
            voice: "test",
            scenes: seconds.enumerated().map {
                SceneNarration(
                    sceneNumber: $0.offset + 1, audio: URL(fileURLWithPath: "/x.wav"), duration: $0.element, words: [])
            })
    }

    @Test func scenesFollowEachOtherWithoutGaps() {
        let timeline = Timeline(narration: narration([1.01, 2, 3.999]))
        #expect(timeline.scenes.map(\.startFrame) == [0, 31, 91])
        #expect(timeline.scenes.map(\.frameCount) == [31, 60, 120])
        #expect(timeline.frameCount == 211)
    }

    /// However long the reel, the speech always fits into its frames, and never with more than a frame to spare.
    @Test func speechFitsItsFrames() {
        let seconds = (1...15).map { 1 + Double($0) * 0.777 }
        for (scene, duration) in zip(Timeline(narration: narration(seconds)).scenes, seconds) {
            let spare = Double(scene.frameCount) / 30 - duration
            #expect(spare >= 0 && spare < 1.0 / 30 + 1e-9)
        }
    }

    @Test func sceneIsLongerThanItsTransition() {
        let timeline = Timeline(narration: narration([0.01]), transitionFrames: 9)
        #expect(timeline.scenes[0].frameCount == 10)
    }

    @Test func emptyReelHasNoFrames() {
        #expect(Timeline(narration: narration([])).frameCount == 0)
    }
}
