import ArgumentParser
import Foundation
import ReelCore
import ReelSpeech

/// Speaks one scene, or finds the words of a sound, and ends: the narrate stage starts it. It alone links the speech engines, because espeak-ng is under
/// the GPL.
@main
struct ReelSpeak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelSpeak", abstract: "Speaks the words of a scene into a folder.",
        subcommands: [SpeakCommand.self, AlignCommand.self, VoicesCommand.self])
}

extension SpeechProviders {
    /// The providers of this program: a new one is a folder beside this file, and an entry here.
    ///
    /// - Parameter folder: where voices lie that Debian does not have; `nil` for nowhere.
    package static func all(in folder: VoiceFolder?) -> SpeechProviders {
        let builtIn: [any SpeechProvider] = [
            HeartProvider(folder: folder), FliteProvider(), EspeakProvider(), KokoroProvider(folder: folder),
        ]
        let dropped = folder.map { folder in
            PiperVoice.all(in: folder).map { PiperProvider(folder: folder, voice: $0) }
        }
        return SpeechProviders(builtIn + (dropped ?? []))
    }
}

struct VoicesOption: ParsableArguments {
    @Option(help: "The folder of the voices that Debian does not have.")
    var voices: String?

    var providers: SpeechProviders {
        .all(in: voices.map { VoiceFolder(URL(fileURLWithPath: $0, isDirectory: true)) })
    }
}

struct SpeakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speak", abstract: "Speak a JSON request from standard input.")

    @Argument(help: "An existing folder to write speech.wav and words.json into, or else error.json.")
    var folder: String

    @OptionGroup var option: VoicesOption

    func run() throws {
        try option.providers.answer(
            FileHandle.standardInput.readDataToEndOfFile(), into: URL(fileURLWithPath: folder, isDirectory: true))
    }
}

struct AlignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "align",
        abstract: "Print when each word is heard in a sound: a JSON request from standard input, a JSON answer.")

    @OptionGroup var option: VoicesOption

    func run() throws {
        let answer = AlignmentAnswer(to: FileHandle.standardInput.readDataToEndOfFile(), by: option.providers)
        FileHandle.standardOutput.write(try WireCoding.encodeLine(answer))
    }
}

struct VoicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices",
        abstract: "Print which voices there are, each provider's version, and what keeps it from speaking, as JSON.")

    @OptionGroup var option: VoicesOption

    func run() throws {
        FileHandle.standardOutput.write(try WireCoding.encodeLine(option.providers.descriptions))
    }
}
