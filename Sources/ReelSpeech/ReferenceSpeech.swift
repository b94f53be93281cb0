import ReelCore

/// Words as a voice of this machine says them, sentence by sentence, for the comparison with what somebody else has said.
package struct ReferenceSpeech: Sendable {
    package struct Sentence: Sendable {
        package var utterance: Utterance
        /// For each span of the utterance the index of the written word.
        package var words: [Int]
    }

    package var sentences: [Sentence]
}

extension SpeechProviders {
    /// Speaks words with the best voice of their language that can be used.
    ///
    /// - Returns: `nil` when no voice speaks the language, or finds a word that it can pronounce.
    /// - Throws: `SpeechError` with the code `engineFailed`.
    package func reference(
        _ words: [String], in language: SpokenLanguage, sayAs: PronunciationList?
    ) throws -> ReferenceSpeech? {
        let said = (sayAs ?? PronunciationList()).apply(to: words)
        var missing: Set<VoiceName> = []
        while let voice = voice(speaking: language, without: missing) {
            do {
                let sentences = try sentences(of: said.map(\.text), by: voice)
                guard !sentences.isEmpty else { return nil }
                return ReferenceSpeech(
                    sentences: try sentences.map { sentence in
                        .init(utterance: try sentence.speak(), words: sentence.words.map { said[$0].word })
                    })
            } catch let error as SpeechError where [.voiceMissing, .voiceDamaged].contains(error.code) {
                missing.insert(voice)
            }
        }
        return nil
    }
}
