import ReelCore

/// Why a recording could not be the narration of a script.
public enum RecordingError: Error, Hashable, Sendable {
    /// The reel has no script of the client's own: nobody knows what the recording says.
    case scriptMissing
    case missing(String)
    /// Its name does not end in one of the kinds that are read.
    case unknownKind(String)
    case tooLarge(megabytes: Int, limit: Int)
    /// It is not a sound file of the kind that its name says, or has no sound in it.
    case noSound(String, detail: String)
    /// In seconds.
    case tooLong(limit: Int)
    case silent
    /// What is said is not the script; `reason` is a part of a sentence.
    case otherWords(reason: String)
    case nothingToSay
    case ffmpegMissing
    case programMissing
    case failed(detail: String)
}

extension RecordingError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .scriptMissing:
            failure(
                "narration_without_script",
                "A recorded narration needs the script that it speaks. Send it with the recording, word for word.")
        case .missing(let path):
            failure("narration_missing", "The recorded narration \(path) is no file that can be read.")
        case .unknownKind(let name):
            failure(
                "narration_kind",
                "The recorded narration \(name) is of a kind that is not read. Use a file that ends in .wav, .mp3 or .m4a."
            )
        case .tooLarge(let megabytes, let limit):
            failure(
                "narration_too_large",
                "The recorded narration has \(megabytes) MB; \(limit) MB are taken at most. Save it as MP3 or M4A.")
        case .noSound(let name, let detail):
            failure(
                "narration_not_audio",
                "The recorded narration \(name) is not a sound file of the kind that its name says, or is damaged. "
                    + "Save it anew as WAV, MP3 or M4A.", detail: detail)
        case .tooLong(let limit):
            failure(
                "narration_too_long",
                "The recorded narration lasts longer than a reel may: \(limit / 60) minutes at most. Cut it, and the script."
            )
        case .silent:
            failure(
                "narration_silent",
                "No speech can be heard in the recorded narration. Look whether the microphone was on, and record it anew."
            )
        case .otherWords(let reason):
            failure(
                "narration_mismatch",
                "The recorded narration does not seem to say what the script says: \(reason). "
                    + "Write the script as it is spoken, word for word, and give it the language that is spoken.")
        case .nothingToSay:
            failure(
                "nothing_to_say",
                "A scene has no words that can be pronounced, so no part of the recorded narration belongs to it. "
                    + "Write each scene with letters or numbers.")
        case .ffmpegMissing:
            failure("ffmpeg_missing", "The program ffmpeg is not installed. Install it (apt-get install ffmpeg).")
        case .programMissing: NarrateError.programMissing.failure
        case .failed(let detail):
            failure(
                "narration_alignment_failed", "The words could not be looked for in the recorded narration. Try again.",
                detail: detail, isRetryable: true)
        }
    }

    private func failure(
        _ code: String, _ message: String, detail: String? = nil, isRetryable: Bool = false
    ) -> JobFailure {
        JobFailure(stage: .narrate, code: code, message: message, detail: detail, isRetryable: isRetryable)
    }
}
