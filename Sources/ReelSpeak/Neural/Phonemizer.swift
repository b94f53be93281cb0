import CEspeak
import ReelCore
import ReelSpeech

/// A unit in a network's alphabet.
package struct PhonemeUnit: Hashable, Sendable {
    /// Empty for what espeak-ng finds nothing to say in.
    package var phonemes: [Unicode.Scalar]
    package var mark: Unicode.Scalar?
}

/// From words to phonemes by espeak-ng, clause by clause: how a word is said depends on its neighbours ("the apple", "to
/// eat"). Not to be used from two threads at once: the engine has one state for the whole process.
package struct Phonemizer {
    /// What is given to the engine at once, in units, so that the alignment stays small.
    private static let longestClause = 40

    private let map: ([Unicode.Scalar]) -> [Unicode.Scalar]

    /// - Parameters:
    ///   - accent: the engine's name of a language, such as `en-us`.
    ///   - voice: for the error.
    ///   - map: from the engine's phonemes, ties as `^`, to the network's alphabet.
    /// - Throws: `SpeechError` with the code `voiceMissing` when the engine's data is not installed.
    package init(
        _ accent: String, for voice: VoiceName, map: @escaping ([Unicode.Scalar]) -> [Unicode.Scalar]
    ) throws(SpeechError) {
        guard reel_espeak_initialize() > 0 else {
            throw SpeechError(.voiceMissing, "\(voice.rawValue): espeak-ng-data is not installed")
        }
        guard espeak_SetVoiceByName(accent) == EE_OK else {
            throw SpeechError(.voiceDamaged, "\(voice.rawValue): espeak-ng has no language \(accent)")
        }
        self.map = map
    }

    /// American English in the alphabet of Kokoro and of the networks that learned from it.
    package static func american(for voice: VoiceName) throws(SpeechError) -> Phonemizer {
        try Phonemizer("en-us", for: voice, map: PhonemeMap.american.apply)
    }

    package func pronounce(_ units: [SpokenUnit]) -> [PhonemeUnit] {
        var result: [PhonemeUnit] = []
        var clause: [SpokenUnit] = []
        for (index, unit) in units.enumerated() {
            clause.append(unit)
            guard unit.mark != nil || clause.count == Self.longestClause || index == units.count - 1 else { continue }
            let alone = clause.map { phonemes(of: $0.text) }
            let whole = phonemes(of: clause.map(\.text).joined(separator: " "))
            result += zip(PhonemeAlignment.split(whole, among: alone), clause).map {
                PhonemeUnit(phonemes: $0, mark: $1.mark)
            }
            clause = []
        }
        return result
    }

    private func phonemes(of text: String) -> [Unicode.Scalar] {
        var ipa: [String] = []
        text.withCString { start in
            var rest: UnsafePointer<CChar>? = start
            while rest != nil {
                guard let clause = reel_espeak_phonemes(&rest) else { break }
                ipa.append(String(cString: clause))
            }
        }
        return map(PhonemeMap.withoutRemarks(ipa.joined(separator: " ")))
    }
}
