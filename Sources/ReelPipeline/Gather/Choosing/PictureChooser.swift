import ReelCore

/// A picture to choose from.
package struct PictureCandidate: Hashable, Sendable {
    /// The words of its caption, alternative text and file name.
    package var words: Set<String>
    /// Where on the page it stands, 0...1; `nil` for one that is not on the page.
    package var position: Double?
    package var size: FrameSize
    /// The share of its pixels that carry detail (`Sharpness`).
    package var sharpness: Double

    package init(words: Set<String>, position: Double?, size: FrameSize, sharpness: Double = 1) {
        self.words = words
        self.position = position
        self.size = size
        self.sharpness = sharpness
    }
}

/// What a scene shows.
package enum PictureChoice: Hashable, Sendable {
    /// The candidate of this number.
    case picture(Int)
    /// Something else: a drawing, or what is none of the candidates.
    case drawn
}

/// Chooses which picture is seen in which scene. A pure function of its inputs.
///
/// First it is settled which scenes are drawn (`DrawnScenes`). The choice for the others starts in the order of the
/// page and is then improved swap by swap until no swap helps. What is good is one sum: a picture whose words the scene
/// speaks, from about that place of the page, large and sharp enough, not used more often than others, not soon again,
/// and never twice in a row.
package struct PictureChooser {
    /// How often a picture may come. One that comes again moves in another direction.
    package static func maximumUses(pictureCount: Int) -> Int { pictureCount == 1 ? 3 : 2 }

    private let pictures: [PictureCandidate]
    private let sceneCount: Int
    private let maximumUses: Int
    private let fixed: [Int: PictureChoice]
    /// The scenes that get a picture, by their place in the script.
    private let slots: [Int]
    /// How well a picture suits a slot, by slot and picture.
    private let merit: [[Double]]
    /// Whether the reel opens with the lead image.
    private let beginsWithLead: Bool

    /// - Parameters:
    ///   - pictures: the lead image first.
    ///   - drawable: by scene, how well it can be drawn, 0...1; empty for all alike.
    ///   - fixed: by scene, what was settled before and stays.
    ///   - maximumUses: how often a picture may come; `nil` for as often as is usual.
    /// - Returns: one for each scene.
    package static func choose(
        _ pictures: [PictureCandidate], for scenes: [Scene], drawable: [Double] = [],
        fixed: [Int: PictureChoice] = [:], maximumUses: Int? = nil
    ) -> [PictureChoice] {
        let uses = maximumUses ?? Self.maximumUses(pictureCount: pictures.count)
        let chooser = PictureChooser(
            pictures, scenes, drawable.isEmpty ? [Double](repeating: 0, count: scenes.count) : drawable, fixed, uses)
        var choices = [PictureChoice](repeating: .drawn, count: scenes.count)
        for (scene, choice) in fixed { choices[scene] = choice }
        for (slot, picture) in zip(chooser.slots, chooser.best()) { choices[slot] = .picture(picture) }
        // Where too few pictures are left between settled ones, a drawing is better than the same twice in a row.
        for slot in chooser.slots {
            let isRepeated = [slot - 1, slot + 1].contains {
                choices.indices.contains($0) && choices[$0] == choices[slot]
            }
            if isRepeated { choices[slot] = .drawn }
        }
        return choices
    }

    private init(
        _ pictures: [PictureCandidate], _ scenes: [Scene], _ drawable: [Double], _ fixed: [Int: PictureChoice],
        _ maximumUses: Int
    ) {
        self.pictures = pictures
        self.maximumUses = maximumUses
        self.fixed = fixed
        sceneCount = scenes.count
        // What is not on the page is no lead image, and in an edited reel the beginning may be settled.
        beginsWithLead = fixed.isEmpty && pictures.first?.position != nil
        let open = scenes.indices.filter { scenes[$0].sceneType == .media && fixed[$0] == nil }
        let used = fixed.values.reduce(into: [Int](repeating: 0, count: pictures.count)) { used, choice in
            if case .picture(let picture) = choice { used[picture] += 1 }
        }
        let drawn = DrawnScenes.choose(
            among: open, drawable: drawable, unused: used.count { $0 == 0 },
            uses: used.reduce(0) { $0 + max(0, maximumUses - $1) },
            isAlone: pictures.count == 1, keepsFirst: beginsWithLead)
        let slots = open.filter { !drawn.contains($0) }
        self.slots = slots
        merit = slots.map { slot in
            let script = SceneWords.of(scenes[slot].script)
            let keywords = SceneWords.of(scenes[slot].assetKeywords.joined(separator: " "))
            let place = scenes.count > 1 ? Double(slot) / Double(scenes.count - 1) : 0
            return pictures.map { Self.merit($0, script: script, keywords: keywords, place: place) }
        }
    }

    private static func merit(
        _ picture: PictureCandidate, script: Set<String>, keywords: Set<String>, place: Double
    ) -> Double {
        let spoken = Double(picture.words.intersection(script).count)
        let wanted = Double(picture.words.intersection(keywords).count)
        let words = min(1, 0.25 * spoken + 0.35 * wanted)
        let detail = min(1, Double(min(picture.size.width, picture.size.height)) * picture.sharpness / 1080)
        // What stands nowhere on the page is half as far away as the page is long.
        let distance = picture.position.map { abs($0 - place) } ?? 0.5
        return 2 * words - distance + 0.4 * detail
    }

    private func best() -> [Int] {
        guard !slots.isEmpty, !pictures.isEmpty else { return [] }
        var choice = slots.indices.map { slot in
            slots.count > pictures.count ? slot % pictures.count : slot * pictures.count / slots.count
        }
        var value = worth(of: choice)
        while true {
            var better: (choice: [Int], value: Double)?
            for change in changes(of: choice) {
                let changed = worth(of: change)
                // More than rounding, or the search might go round in circles.
                if changed > (better?.value ?? value) + 1e-9 { better = (change, changed) }
            }
            guard let better else { return choice }
            (choice, value) = better
        }
    }

    /// Every choice that differs by one swap, by one picture, or by two pictures that change places wherever they are:
    /// where few pictures take turns, a single swap would put one next to itself. The first slot keeps the lead image.
    private func changes(of choice: [Int]) -> [[Int]] {
        var result: [[Int]] = []
        for slot in choice.indices.dropFirst(beginsWithLead ? 1 : 0) {
            for other in choice.indices where other > slot && choice[other] != choice[slot] {
                var change = choice
                change.swapAt(slot, other)
                result.append(change)
            }
            for picture in pictures.indices where picture != choice[slot] {
                var change = choice
                change[slot] = picture
                result.append(change)
            }
        }
        for one in pictures.indices {
            for other in pictures.indices where other > one {
                let change = choice.map { $0 == one ? other : $0 == other ? one : $0 }
                if !beginsWithLead || change[0] == choice[0] { result.append(change) }
            }
        }
        return result
    }

    private func worth(of choice: [Int]) -> Double {
        var sum = 0.0
        var uses = [Int](repeating: 0, count: pictures.count)
        var lastScene = [Int?](repeating: nil, count: pictures.count)
        var slot = 0
        for scene in 0..<sceneCount {
            let picture: Int
            if slot < slots.count, slots[slot] == scene {
                picture = choice[slot]
                sum += merit[slot][picture]
                slot += 1
            } else if case .picture(let settled) = fixed[scene] {
                picture = settled
            } else {
                continue
            }
            uses[picture] += 1
            if let last = lastScene[picture] {
                let distance = scene - last
                sum -= distance == 1 ? 100 : 8 / Double(distance * distance)
            }
            lastScene[picture] = scene
        }
        for count in uses {
            sum -= 2 * Double(count * count)
            if count > maximumUses { sum -= 100 * Double(count - maximumUses) }
        }
        return sum
    }
}
