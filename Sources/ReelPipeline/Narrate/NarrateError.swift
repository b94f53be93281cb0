import ReelCore
import ReelSpeech

/// Why a script could not be spoken.
public enum NarrateError: Error, Hashable, Sendable {
    case emptyScript
    /// A scene's text has more characters than one scene may have.
    case sceneTooLong(scene: Int, characters: Int, limit: Int)
    /// The voice finds nothing in the text that it can pronounce.
    case nothingToSay(scene: Int, text: String)
    /// The engine gave no sound for a text that has words.
    case engineFailed(String)
    /// Neither an engine of this machine nor a service that is set speaks the language.
    case noVoice(SpokenLanguage)
    /// The voice's data is not installed.
    case voiceMissing(VoiceName)
    /// A file of the voice is not as it was published, or cannot be used on this machine.
    case voiceDamaged(VoiceName, reason: String)
    /// The program that speaks does not have the voice.
    case unknownVoice(VoiceName)
    /// A voice of a speech service is requested that the settings do not offer.
    case voiceNotOffered(VoiceName)
    /// The program that speaks is neither beside the running one nor in `PATH`.
    case programMissing
    /// What decodes the audio of a speech service is not installed.
    case ffmpegMissing
    /// The process that speaks ended with an error; `reason` is its own account.
    case speakerFailed(scene: Int, reason: String)
    case unreadableRequest(String)
    case unreadableSpeech(reason: String)
}

extension NarrateError: JobFailureConvertible {
    public var failure: JobFailure {
        switch self {
        case .emptyScript:
            failure("empty_script", "The script has no scenes, so there is nothing to say. Give it at least one.")
        case .sceneTooLong(let scene, let characters, let limit):
            failure(
                "scene_too_long",
                "Scene \(scene) has \(characters) characters, but a scene can have \(limit) at most. Split it.")
        case .nothingToSay(let scene, let text):
            failure(
                "nothing_to_say",
                "Scene \(scene) has no words that can be pronounced. Write it with letters or numbers.",
                detail: String(text.prefix(200)))
        case .engineFailed(let reason):
            failure(
                "speech_engine_failed",
                "The speech engine made no sound for a scene. Try again; if it happens twice, change the scene's text.",
                detail: reason, isRetryable: true)
        case .noVoice(let language): failure("unsupported_language", language.refusal)
        case .voiceMissing(let voice):
            failure(
                "voice_missing",
                "The voice \(voice.rawValue) is not installed on this machine. "
                    + (VoiceCatalog.standard.provider(of: voice)?.installation ?? "Install it")
                    + ", or choose another voice.")
        case .voiceDamaged(let voice, let reason):
            failure(
                "voice_damaged",
                "The voice \(voice.rawValue) is installed on this machine, but cannot be used. "
                    + (VoiceCatalog.standard.provider(of: voice)?.installation ?? "Install it")
                    + " again, or choose another voice.",
                detail: reason)
        case .unknownVoice(let voice):
            failure(
                "speech_program_version",
                "The program \(SpeechProgram.name) does not have the voice \(voice.rawValue), so it is of another version "
                    + "than the program that runs it. Install both from one build, or choose another voice.")
        case .voiceNotOffered(let voice):
            failure(
                "voice_not_offered",
                "No speech service offers the voice \(voice.rawValue) here. Choose one of GET /api/voices, or name it in "
                    + "REEL_SPEECH_VOICES.")
        case .programMissing:
            failure(
                "speech_program_missing",
                "The program \(SpeechProgram.name), which speaks, is neither beside ReelRunner nor in PATH. "
                    + "Install it beside ReelRunner, then try again.")
        case .ffmpegMissing:
            failure(
                "ffmpeg_missing",
                "The program ffmpeg is not installed on this machine. Install it (apt-get install ffmpeg).")
        case .speakerFailed(let scene, let reason):
            failure(
                "speaker_failed",
                "Scene \(scene) could not be spoken. Try again; if it happens twice, change the scene's text.",
                detail: reason, isRetryable: true)
        case .unreadableRequest(let reason):
            failure(
                "unreadable_request",
                "The program \(SpeechProgram.name) cannot read what it is asked, so it is of another version than the "
                    + "program that runs it. Install both from one build.",
                detail: reason)
        case .unreadableSpeech(let reason):
            failure(
                "unreadable_speech", "A scene's speech could not be read back. Check the disk under REEL_HOME.",
                detail: reason, isRetryable: true)
        }
    }

    private func failure(
        _ code: String, _ message: String, detail: String? = nil, isRetryable: Bool = false
    ) -> JobFailure {
        JobFailure(stage: .narrate, code: code, message: message, detail: detail, isRetryable: isRetryable)
    }
}
