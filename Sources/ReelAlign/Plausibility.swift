/// Whether the way of a sound through a rendering's words is that of the same words. A way is always found, through any
/// words; what tells is how much nearer the sound is to what it was brought together with than to the rest.
struct Plausibility {
    /// How much nearer, from 0 to 1: 0.22 to 0.44 for the same words in another voice, 0.14 to 0.18 for other words.
    let agreement: Double
    /// The same for each two seconds of speech.
    let agreements: [Double]
    /// How many frames of the rendering, at the mean pace, pass by in one of the sound's, for each two seconds.
    let paces: [Double]
    /// The part of the detected speech that belongs to no word.
    let leftOver: Double
    /// How much longer the speech is than the rendering's.
    let stretch: Double

    private static let window = 200
    private static let leastAgreement = 0.19
    private static let leastLocalAgreement = 0.15
    private static let stretches = 0.4...2.5

    init(_ search: PathSearch) {
        let (states, sound) = (search.states, search.sound)
        let places = Self.places(states)
        let frames = search.way.states.indices.filter { !states.isSilence(search.way.states[$0]) }
        var (own, other): ([Double], [Double]) = ([], [])
        for frame in frames {
            let place = places.numbers[search.way.states[frame]]
            own.append(Double(search.way.costs[frame]))
            var sum = 0.0
            // Six places that are spread over the whole text.
            for step in 1...6 {
                let far = places.states[(place + places.states.count * step / 7) % places.states.count]
                sum += Self.distance(sound, frame, states, far)
            }
            other.append(sum / 6)
        }
        func agreement(_ range: Range<Int>) -> Double {
            1 - own[range].reduce(0, +) / max(other[range].reduce(0, +), 1e-9)
        }
        self.agreement = frames.isEmpty ? 0 : agreement(frames.indices)
        let windows = stride(from: 0, through: max(0, frames.count - Self.window), by: Self.window / 2).map {
            $0..<min($0 + Self.window, frames.count)
        }
        .filter { !$0.isEmpty }
        agreements = windows.map(agreement)
        paces = windows.map { range in
            let first = places.numbers[search.way.states[frames[range.lowerBound]]]
            let last = places.numbers[search.way.states[frames[range.upperBound - 1]]]
            return Double(last - first + 1) / Double(range.count)
        }
        let speech = search.way.states.indices.filter { sound.speech.isSpeech[$0] }
        leftOver = Double(speech.count { states.isSilence(search.way.states[$0]) }) / Double(max(1, speech.count))
        stretch = states.stretch
    }

    /// From 0 to 1.
    var confidence: Double { min(max((agreement - 0.1) / 0.25, 0), 1) }

    /// What speaks against the way, for people; `nil` for nothing.
    var objection: String? {
        if !Self.stretches.contains(stretch) {
            return stretch > 1 ? "it lasts far too long for these words" : "it is far too short for these words"
        }
        if agreement < Self.leastAgreement { return "other words seem to be said" }
        if leftOver > 0.2 { return "a part of its speech belongs to none of the words" }
        if agreements.count(where: { $0 < Self.leastLocalAgreement }) * 4 > agreements.count {
            return "in parts of it other words seem to be said"
        }
        if let slowest = paces.min(), let fastest = paces.max(), fastest > 2.5 * slowest {
            return "its pace seems to change too much, as if words were missing"
        }
        return nil
    }

    /// The states that are no silence, and for each state its number among them.
    private static func places(_ states: WordStates) -> (states: [Int], numbers: [Int]) {
        var (voiced, numbers): ([Int], [Int]) = ([], [])
        for state in 0..<states.count {
            numbers.append(voiced.count)
            if !states.isSilence(state) { voiced.append(state) }
        }
        return (voiced, numbers)
    }

    private static func distance(_ sound: SoundFrames, _ frame: Int, _ states: WordStates, _ state: Int) -> Double {
        let n = SoundFrames.dimensions
        var sum: Float = 0
        for k in 0..<n {
            let difference = sound.features[frame * n + k] - states.rows[k * states.count + state]
            sum += difference * difference
        }
        return Double(sum.squareRoot())
    }
}
