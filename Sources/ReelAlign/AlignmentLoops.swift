import CAlign

/// What is written in C: the loops over samples, and over frames of one sound against frames of another.
enum AlignmentLoops {
    static let frameRate = Double(CALIGN_FRAME_RATE)
    static let coefficients = Int(CALIGN_CEPSTRA)
    private static let rates = 8_000.0...192_000

    /// - Parameters:
    ///   - highest: where the bands end, in hertz.
    ///   - warp: what frequencies are multiplied by first.
    /// - Returns: `coefficients` numbers for each frame, and each frame's energy in decibels; 71 dB is full scale.
    /// - Throws: `AlignmentFailure`.
    static func cepstra(
        of sound: Sound, highest: Double, warp: Double
    ) throws(AlignmentFailure) -> (cepstra: [Float], level: [Float]) {
        guard rates.contains(sound.sampleRate) else { throw .soundUnusable }
        let count = calign_frame_count(sound.samples.count, sound.sampleRate)
        var cepstra = [Float](repeating: 0, count: count * coefficients)
        var level = [Float](repeating: 0, count: count)
        guard calign_cepstra(sound.samples, sound.samples.count, sound.sampleRate, highest, warp, &cepstra, &level)
        else { throw .soundUnusable }
        return (cepstra, level)
    }

    /// Finds the cheapest way of a sound's frames through the states of the words.
    ///
    /// - Returns: a state and its cost for each frame; `nil` when there is no way within the band.
    static func way(of sound: SoundFrames, through states: WordStates, in band: Band, isOpen: Bool) -> Way? {
        let frames = band.lowest.count
        var way = [UInt32](repeating: 0, count: frames)
        var costs = [Float](repeating: 0, count: frames)
        let isFound = sound.features.withUnsafeBufferPointer { features in
            sound.silenceCost.withUnsafeBufferPointer { silence in
                states.rows.withUnsafeBufferPointer { rows in
                    states.kinds.withUnsafeBufferPointer { kinds in
                        band.lowest.withUnsafeBufferPointer { lowest in
                            var search = calign_search(
                                sound: features.baseAddress, silence_cost: silence.baseAddress, frames: frames,
                                words: rows.baseAddress, kinds: kinds.baseAddress, states: kinds.count,
                                dimensions: SoundFrames.dimensions, lowest: lowest.baseAddress, width: band.width,
                                stay: Penalty.stay, skip: Penalty.skip, pause: Penalty.pause, is_open: isOpen)
                            return calign_find(&search, &way, &costs)
                        }
                    }
                }
            }
        }
        return isFound ? Way(states: way.map(Int.init), costs: costs) : nil
    }

    /// In the units of `SoundFrames.features`: frames of the same sound of two voices are about 4 apart. Half or twice of
    /// each changes little.
    private enum Penalty {
        static let stay: Float = 1.2
        static let skip: Float = 1.2
        static let pause: Float = 2
    }
}

/// Which states each frame may have.
struct Band {
    var lowest: [UInt32]
    var width: Int
}

/// A state of the words for each frame of the sound, and what it costs.
struct Way {
    var states: [Int]
    var costs: [Float]
}

/// Why two sounds could not be compared at all.
package enum AlignmentFailure: Error, Hashable, Sendable {
    /// Too few samples, or a rate that is not supported.
    case soundUnusable
    /// No speech in it.
    case silent
}
