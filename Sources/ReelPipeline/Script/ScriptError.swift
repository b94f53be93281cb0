import ReelCore

/// Why an article did not become a script.
public enum ScriptError: Error, Hashable, Sendable {
    /// What can be said of the article takes less than the shortest reel; both in seconds.
    case tooShort(speakable: Double, needed: Double)
    /// BCP 47 where it is known, else `nil`.
    case unsupportedLanguage(String?)
    /// A client's script that is too short or too long, in seconds.
    case ownScriptLength(seconds: Double, possible: ClosedRange<Double>)
    /// Neither an article nor a script was given.
    case nothingToTell
}

extension ScriptError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .tooShort(let speakable, let needed):
            JobFailure(
                stage: .script, code: "too_short",
                message:
                    "The article has too little text: about \(Int(speakable)) seconds of speech could be made of it, "
                    + "but a reel needs at least \(Int(needed.rounded(.up))). Try a longer article.",
                isRetryable: false)
        case .ownScriptLength(let seconds, let possible):
            JobFailure(
                stage: .script, code: "script_length",
                message:
                    "The script takes about \(Int(seconds.rounded())) seconds to speak; a reel lasts "
                    + "\(Int(possible.lowerBound)) to \(Int(possible.upperBound)). "
                    + (seconds > possible.upperBound ? "Leave out a scene or shorten some." : "Say a little more."),
                isRetryable: false)
        case .nothingToTell:
            JobFailure(
                stage: .script, code: "nothing_to_tell",
                message: "The job has neither an article nor a script. Send an address in url, the article in text, "
                    + "or a script.",
                isRetryable: false)
        case .unsupportedLanguage(let language):
            JobFailure(
                stage: .script, code: "unsupported_language",
                message: (language.map { "The language is \"\($0)\", which no voice of this service speaks" }
                    ?? "The language could not be told by the words, or no voice of this service speaks it")
                    + ". English is spoken, and \(SpokenLanguage.all.count - 1) others. Try another "
                    + "article, or name the voice in the field voice (such as espeak:de).",
                isRetryable: false)
        }
    }
}
