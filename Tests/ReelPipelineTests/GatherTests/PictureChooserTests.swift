import ReelCore
import ReelGather
import Testing

struct PictureChooserTests {
    private func picture(_ words: String = "", at position: Double, edge: Int = 1200) -> PictureCandidate {
        PictureCandidate(
            words: SceneWords.of(words), position: position, size: FrameSize(width: edge, height: edge))
    }

    private func pictures(_ count: Int) -> [PictureCandidate] {
        (0..<count).map { picture(at: count > 1 ? Double($0) / Double(count - 1) : 0) }
    }

    private func numbers(_ choices: [PictureChoice]) -> [Int?] {
        choices.map { choice in
            if case .picture(let number) = choice { number } else { nil }
        }
    }

    @Test func picturesWithoutWordsComeInTheOrderOfThePage() {
        #expect(numbers(PictureChooser.choose(pictures(8), for: scenes(8))) == Array(0..<8))
    }

    @Test func aCaptionFindsTheSceneThatSpeaksOfIt() {
        var scenes = scenes(6)
        scenes[1].script = "Divers planted thousands of corals."
        scenes[4].script = "The harbour stays closed."
        scenes[4].assetKeywords = ["harbour", "ships"]
        let candidates = [
            picture("The bay at dawn", at: 0), picture(at: 0.2), picture("A ship in the harbour", at: 0.4),
            picture(at: 0.6), picture("Diver planting a coral", at: 0.8), picture(at: 1),
        ]
        let choice = numbers(PictureChooser.choose(candidates, for: scenes))
        #expect(choice[0] == 0)
        #expect(choice[1] == 4)
        #expect(choice[4] == 2)
        #expect(Set(choice.compactMap { $0 }).count == 6)
    }

    @Test func theLeadImageOpensEvenWhenAnotherSuitsBetter() {
        var scenes = scenes(3)
        scenes[0].script = "A volcano erupts."
        let candidates = [picture(at: 0), picture("The volcano erupts", at: 0.5), picture(at: 1)]
        #expect(numbers(PictureChooser.choose(candidates, for: scenes)).first == 0)
    }

    @Test(arguments: 1...20, [7, 10, 15])
    func neverTheSameTwiceInARowAndNoneTooOften(pictureCount: Int, sceneCount: Int) {
        let choice = numbers(PictureChooser.choose(pictures(pictureCount), for: scenes(sceneCount)))
        #expect(choice.count == sceneCount)
        #expect(choice[0] == 0)
        for (one, next) in zip(choice, choice.dropFirst()) where one != nil { #expect(one != next) }
        let uses = (0..<pictureCount).map { number in choice.count { $0 == number } }
        let most = PictureChooser.maximumUses(pictureCount: pictureCount)
        #expect(uses.max()! <= most)
        if pictureCount >= sceneCount { #expect(uses.max() == 1) }
        if pictureCount < sceneCount { #expect(uses.max()! - uses.min()! <= 1) }
        let drawn = choice.count { $0 == nil }
        #expect(drawn == max(0, sceneCount - pictureCount * most))
    }

    @Test func whatCanBeDrawnWellIsDrawnBeforeAPictureComesAgain() {
        var drawable = [Double](repeating: 0, count: 8)
        for scene in [0, 2, 3, 6] { drawable[scene] = 1 }
        let choice = numbers(PictureChooser.choose(pictures(4), for: scenes(8), drawable: drawable))
        // The first scene is the lead image's, and no two drawings follow each other.
        #expect(choice[0] == 0)
        #expect(choice[6] == nil)
        #expect((choice[2] == nil) != (choice[3] == nil))
        #expect(choice.count { $0 == nil } == 2)
        // With pictures enough nothing is drawn.
        #expect(numbers(PictureChooser.choose(pictures(8), for: scenes(8), drawable: drawable)) == Array(0..<8))
    }

    @Test func drawingsAreSpreadEvenly() {
        let choice = numbers(PictureChooser.choose(pictures(3), for: scenes(9)))
        let drawn = choice.indices.filter { choice[$0] == nil }
        #expect(drawn.count == 3)
        for (one, next) in zip(drawn, drawn.dropFirst()) { #expect((2...4).contains(next - one)) }
    }

    @Test func whatWasSettledStaysAndIsNotRepeatedBesideIt() {
        for settled in 0..<6 {
            let fixed: [Int: PictureChoice] = [settled: .picture(1), (settled + 3) % 6: .drawn]
            let choices = PictureChooser.choose(pictures(3), for: scenes(6), fixed: fixed)
            for (scene, choice) in fixed { #expect(choices[scene] == choice) }
            let choice = numbers(choices)
            for (one, next) in zip(choice, choice.dropFirst()) where one != nil { #expect(one != next) }
        }
        // Between two settled scenes with the only picture there is a drawing.
        let alone = PictureChooser.choose(
            pictures(1), for: scenes(3), fixed: [0: .picture(0), 2: .picture(0)])
        #expect(numbers(alone) == [0, nil, 0])
    }

    @Test func ofTwoPicturesTheSharpOneIsTaken() {
        var blurred = picture("A reef", at: 0)
        blurred.sharpness = 0.2
        let sharp = picture("A reef", at: 0)
        #expect(numbers(PictureChooser.choose([picture(at: 0), blurred, sharp], for: scenes(2)))[1] == 2)
        #expect(numbers(PictureChooser.choose([picture(at: 0), sharp, blurred], for: scenes(2)))[1] == 1)
    }

    @Test func aPictureComesAgainAsLateAsItCan() {
        let choice = numbers(PictureChooser.choose(pictures(4), for: scenes(8)))
        for number in 0..<4 {
            let places = choice.indices.filter { choice[$0] == number }
            #expect(places.count == 2)
            #expect(places[1] - places[0] >= 3)
        }
    }

    @Test func aSinglePictureIsSeenBetweenDrawings() {
        let choice = numbers(PictureChooser.choose(pictures(1), for: scenes(9)))
        #expect(choice.count { $0 == 0 } == 3)
        #expect(choice[0] == 0)
    }

    @Test func textScenesAndArticlesWithoutPicturesAreDrawn() {
        #expect(numbers(PictureChooser.choose([], for: scenes(3))) == [nil, nil, nil])
        var scenes = scenes(5)
        scenes[0].sceneType = .text
        scenes[3].sceneType = .text
        #expect(numbers(PictureChooser.choose(pictures(3), for: scenes)) == [nil, 0, 1, nil, 2])
        #expect(PictureChooser.choose(pictures(3), for: []).isEmpty)
    }

    @Test(arguments: 0...6, [[true, false], [false], [true]])
    func motionsChangeFromSceneToSceneAndWithEachReturn(pictureCount: Int, wide: [Bool]) {
        let choices = PictureChooser.choose(pictures(pictureCount), for: scenes(12))
        let isWide = (0..<pictureCount).map { wide[$0 % wide.count] }
        let motions = MotionChooser.motions(for: choices, isWide: isWide)
        #expect(motions.count == 12)
        for (one, next) in zip(motions, motions.dropFirst()) { #expect(one != next) }
        for number in 0..<pictureCount {
            let had = zip(choices, motions).filter { $0.0 == .picture(number) }.map(\.1)
            for (one, next) in zip(had, had.dropFirst()) { #expect(one != next) }
            #expect(Set(had).count >= min(3, had.count))
        }
    }

    @Test func motionsThatWereChosenStayAndTheirNeighboursDiffer() {
        let choices = PictureChooser.choose(pictures(5), for: scenes(5))
        let fixed: [SceneVisual.Motion?] = [.zoomOut, nil, .panLeft, nil, .zoomIn]
        let motions = MotionChooser.motions(
            for: choices, isWide: [true, true, true, true, true], fixed: fixed,
            hasWords: [false, false, false, true, false])
        for (motion, kept) in zip(motions, fixed) where kept != nil { #expect(motion == kept) }
        for (one, next) in zip(motions, motions.dropFirst()) { #expect(one != next) }
        #expect(motions[3] == .zoomOut)
    }

    @Test func wordsMeetWithoutTheirEndings() {
        #expect(SceneWords.of("The Reefs are growing") == SceneWords.of("a reef grows"))
        #expect(SceneWords.of("Photo: Getty Images").isEmpty)
        #expect(
            SceneWords.ofFileName("https://x.test/a/coral-diver_1200x800.final.jpg?w=3") == SceneWords.of("coral diver")
        )
        #expect(SceneWords.ofFileName("https://x.test/9f8e7d6c5b4a.jpg").isEmpty)
        #expect(SceneWords.ofFileName("::").isEmpty)
    }
}
