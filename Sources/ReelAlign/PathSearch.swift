/// Looks for the way of a sound through the words of a rendering.
struct PathSearch {
    let sound: SoundFrames
    let states: WordStates
    let way: Way

    /// How much longer than the rendering's the other speaker's vocal tract may be (Eide, Gish 1996): a man's words are
    /// found by a woman's rendering.
    private static let warps = [0.8, 0.89, 1, 1.12, 1.25]
    /// Frames on which the warp is chosen: as much of a voice tells it.
    private static let sample = 2_500
    /// How many frames a word may be away from where the speech before it says that it is: a share of all, within these.
    private static let share = 0.1
    private static let reach = 400...1_500

    /// - Returns: `nil` when there is no way.
    /// - Throws: `AlignmentFailure`.
    init?(_ sound: Sound, through rendering: Rendering) throws(AlignmentFailure) {
        let highest = min(7000, 0.47 * sound.sampleRate, 0.47 * rendering.sound.sampleRate)
        let words = try SoundFrames(rendering.sound, highest: highest)
        var best: (sound: SoundFrames, states: WordStates, way: Way, cost: Float)?
        for warp in Self.warps {
            let frames = try SoundFrames(sound, highest: highest, warp: warp)
            let speechFrames = frames.speech.isSpeech.count { $0 }
            let states = WordStates(rendering, words, speechFrames: speechFrames)
            let isOpen = frames.count > Self.sample
            let band = Self.band(frames, states, count: min(frames.count, Self.sample))
            guard let way = AlignmentLoops.way(of: frames, through: states, in: band, isOpen: isOpen) else { continue }
            let cost = Self.cost(of: way, states)
            if best == nil || cost < best!.cost { best = (frames, states, way, cost) }
        }
        guard let best else { return nil }
        (self.sound, states) = (best.sound, best.states)
        if best.sound.count <= Self.sample {
            way = best.way
        } else {
            let band = Self.band(best.sound, best.states, count: best.sound.count)
            guard let all = AlignmentLoops.way(of: best.sound, through: best.states, in: band, isOpen: false) else {
                return nil
            }
            way = all
        }
    }

    /// States around the one that is due when so much of all speech has been heard.
    private static func band(_ sound: SoundFrames, _ states: WordStates, count: Int) -> Band {
        let half = min(max(Int(Double(sound.count) * share), reach.lowerBound), reach.upperBound)
        let width = min(states.count, 2 * half)
        let total = max(1, sound.speech.isSpeech.count { $0 })
        var heard = 0
        let lowest = sound.speech.isSpeech.prefix(count).map { isSpeech in
            if isSpeech { heard += 1 }
            return UInt32(min(max(heard * states.count / total - width / 2, 0), states.count - width))
        }
        return Band(lowest: lowest, width: width)
    }

    /// Of the frames that are words.
    private static func cost(of way: Way, _ states: WordStates) -> Float {
        var (sum, count): (Float, Float) = (0, 0)
        for (state, cost) in zip(way.states, way.costs) where !states.isSilence(state) {
            sum += cost
            count += 1
        }
        return count > 0 ? sum / count : .infinity
    }
}
