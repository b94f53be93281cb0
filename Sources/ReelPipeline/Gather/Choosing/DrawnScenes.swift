/// Settles which scenes are drawn when there are fewer pictures than scenes. A pure function of its inputs.
enum DrawnScenes {
    /// A scene that can be drawn as well as this is drawn rather than shown a picture that was seen before.
    private static let good = 0.7

    /// - Parameters:
    ///   - open: the scenes to be settled, in order.
    ///   - drawable: by scene, how well it can be drawn, 0...1.
    ///   - unused: pictures that no scene shows yet.
    ///   - uses: how often the pictures may be shown, all together.
    ///   - isAlone: whether there is a single picture, which must not follow itself.
    ///   - keepsFirst: whether the first of them shows a picture in any case, because the reel opens with the lead
    ///     image.
    static func choose(
        among open: [Int], drawable: [Double], unused: Int, uses: Int, isAlone: Bool, keepsFirst: Bool
    ) -> Set<Int> {
        guard uses > 0 else { return Set(open) }
        let most = isAlone ? min(uses, (open.count + 1) / 2) : uses
        let needed = max(0, open.count - most)
        // Places among the open scenes.
        let places = (keepsFirst ? 1 : 0)..<max(1, open.count)
        let wanted = min(max(0, open.count - unused), goodOnes(open.dropFirst(places.lowerBound), drawable))
        let count = max(needed, wanted)
        guard count > 0 else { return [] }
        guard count < open.count else { return Set(open) }
        var best = (0..<count).map { places.lowerBound + ($0 * 2 + 1) * places.count / (2 * count) }
        var value = worth(best, open, drawable, before: places.lowerBound - 1)
        while true {
            var better: (places: [Int], value: Double)?
            for index in best.indices {
                for place in places where !best.contains(place) {
                    var change = best
                    change[index] = place
                    change.sort()
                    let changed = worth(change, open, drawable, before: places.lowerBound - 1)
                    if changed > (better?.value ?? value) + 1e-9 { better = (change, changed) }
                }
            }
            guard let better else { return Set(best.map { open[$0] }) }
            (best, value) = better
        }
    }

    /// How many scenes can be drawn well without two in a row.
    private static func goodOnes(_ open: ArraySlice<Int>, _ drawable: [Double]) -> Int {
        var count = 0
        var last = -1
        for scene in open where drawable[scene] >= good && (count == 0 || scene - last > 1) {
            count += 1
            last = scene
        }
        return count
    }

    /// What can be drawn well, and an even rhythm: the gaps between drawings differ little.
    private static func worth(
        _ places: [Int], _ open: [Int], _ drawable: [Double], before start: Int
    ) -> Double {
        let ideal = Double(open.count) / Double(places.count + 1)
        var sum = 0.0
        var last = start
        for place in places + [open.count] {
            let off = (Double(place - last) - ideal) / ideal
            sum -= 0.5 * off * off
            if place - last == 1, last > start, place < open.count { sum -= 1 }
            last = place
        }
        return sum + places.reduce(0) { $0 + drawable[open[$1]] }
    }
}
