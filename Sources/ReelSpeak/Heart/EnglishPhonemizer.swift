import CEspeak
import ReelCore
import ReelSpeech

/// A unit in the network's alphabet.
package struct PhonemeUnit: Hashable, Sendable {
    /// Empty for what espeak-ng finds nothing to say in.
    package var phonemes: [Unicode.Scalar]
    package var mark: Unicode.Scalar?
}

/// American English by espeak-ng, clause by clause: how a word is said depends on its neighbours ("the apple", "to eat").
/// Not to be used from two threads at once: the engine has one state for the whole process.
package struct EnglishPhonemizer {
    /// What is given to the engine at once, in units, so that the alignment stays small.
    private static let longestClause = 40

    /// - Parameter voice: for the error.
    /// - Throws: `SpeechError` with the code `voiceMissing` when the engine's data is not installed.
    package init(for voice: VoiceName) throws {
        guard reel_espeak_initialize() > 0, espeak_SetVoiceByName("en-us") == EE_OK else {
            throw SpeechError(.voiceMissing, "\(voice.rawValue): espeak-ng-data is not installed")
        }
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
        return PhonemeMap.american(ipa.joined(separator: " "))
    }
}
