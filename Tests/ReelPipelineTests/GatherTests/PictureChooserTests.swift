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
        #expect(uses.max()! <= PictureChooser.maximumUses)
        if pictureCount >= sceneCount { #expect(uses.max() == 1) }
        if pictureCount < sceneCount { #expect(uses.max()! - uses.min()! <= 1) }
        let drawn = choice.count { $0 == nil }
        #expect(drawn == max(0, sceneCount - pictureCount * PictureChooser.maximumUses))
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
        #expect(choice.count { $0 == 0 } == 4)
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
