import ReelCore
import ReelText

/// Which language a script is spoken in.
package enum ScriptLanguage {
    /// - Parameters:
    ///   - tag: BCP 47, as the page has it; `nil` where it says nothing.
    ///   - asked: a voice that was asked for. One that names its language is taken at its word.
    /// - Throws: `ScriptError.unsupportedLanguage`.
    package static func of(_ text: String, tag: String?, asked: VoiceName? = nil) throws(ScriptError) -> SpokenLanguage
    {
        if let asked, asked.namesLanguage { return asked.language }
        guard let language = LanguageIdentifier.language(of: text, tag: tag) else {
            throw .unsupportedLanguage(tag.flatMap { $0.isEmpty ? nil : $0 })
        }
        return language
    }
}
