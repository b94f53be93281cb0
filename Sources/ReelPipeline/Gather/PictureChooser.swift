import ReelCore

/// A picture to choose from.
package struct PictureCandidate: Hashable, Sendable {
    /// The words of its caption, alternative text and file name.
    package var words: Set<String>
    /// Where on the page it stands, 0...1.
    package var position: Double
    package var size: FrameSize

    package init(words: Set<String>, position: Double, size: FrameSize) {
        self.words = words
        self.position = position
        self.size = size
    }
}

/// What a scene shows.
package enum PictureChoice: Hashable, Sendable {
    /// The candidate of this number.
    case picture(Int)
    case drawn
}

/// Chooses which picture is seen in which scene. A pure function of its inputs.
///
/// The choice starts in the order of the page and is then improved swap by swap until no swap helps. What is good is
/// one sum: a picture whose words the scene speaks, from about that place of the page, large enough, not used more
/// often than others, not soon again, and never twice in a row.
package struct PictureChooser {
    /// A picture comes at most this often: once for each direction of motion.
    package static let maximumUses = SceneVisual.Motion.allCases.count

    private let pictures: [PictureCandidate]
    /// The scenes that get a picture, by their place in the script.
    private let slots: [Int]
    /// How well a picture suits a slot, by slot and picture.
    private let merit: [[Double]]

    /// - Parameter pictures: the lead image first.
    /// - Returns: one for each scene.
    package static func choose(_ pictures: [PictureCandidate], for scenes: [Scene]) -> [PictureChoice] {
        let chooser = PictureChooser(pictures, scenes)
        var choices = [PictureChoice](repeating: .drawn, count: scenes.count)
        for (slot, picture) in zip(chooser.slots, chooser.best()) { choices[slot] = .picture(picture) }
        return choices
    }

    private init(_ pictures: [PictureCandidate], _ scenes: [Scene]) {
        self.pictures = pictures
        let slots = Self.slots(scenes, pictureCount: pictures.count)
        self.slots = slots
        merit = slots.map { slot in
            let script = SceneWords.of(scenes[slot].script)
            let keywords = SceneWords.of(scenes[slot].assetKeywords.joined(separator: " "))
            let place = scenes.count > 1 ? Double(slot) / Double(scenes.count - 1) : 0
            return pictures.map { picture in
                let spoken = Double(picture.words.intersection(script).count)
                let wanted = Double(picture.words.intersection(keywords).count)
                let words = min(1, 0.25 * spoken + 0.35 * wanted)
                let sharpness = min(1, Double(min(picture.size.width, picture.size.height)) / 1080)
                return 2 * words - abs(picture.position - place) + 0.3 * sharpness
            }
        }
    }

    /// The scenes that get a picture: as many as there are uses of pictures, spread evenly from the first to the last.
    private static func slots(_ scenes: [Scene], pictureCount: Int) -> [Int] {
        let media = scenes.indices.filter { scenes[$0].sceneType == .media }
        var count = min(media.count, pictureCount * maximumUses)
        // A single picture would otherwise follow itself.
        if pictureCount == 1 { count = min(count, (media.count + 1) / 2) }
        return (0..<count).map { media[$0 * (media.count - 1) / max(1, count - 1)] }
    }

    private func best() -> [Int] {
        guard !slots.isEmpty else { return [] }
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

    /// Every choice that differs by one swap or by one picture. The first slot keeps the lead image.
    private func changes(of choice: [Int]) -> [[Int]] {
        var result: [[Int]] = []
        for slot in choice.indices.dropFirst() {
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
        return result
    }

    private func worth(of choice: [Int]) -> Double {
        var sum = 0.0
        var uses = [Int](repeating: 0, count: pictures.count)
        var lastSlot = [Int?](repeating: nil, count: pictures.count)
        for (slot, picture) in choice.enumerated() {
            sum += merit[slot][picture]
            uses[picture] += 1
            if let last = lastSlot[picture] {
                let distance = slots[slot] - slots[last]
                sum -= distance == 1 ? 100 : 8 / Double(distance * distance)
            }
            lastSlot[picture] = slot
        }
        for count in uses {
            sum -= 2 * Double(count * count)
            if count > Self.maximumUses { sum -= 100 * Double(count - Self.maximumUses) }
        }
        return sum
    }
}
