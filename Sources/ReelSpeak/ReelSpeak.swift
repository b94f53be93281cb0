import ArgumentParser
import Foundation
import ReelCore
import ReelSpeech

/// Speaks one scene and ends: the narrate stage starts it. It alone links the speech engines, because espeak-ng is under
/// the GPL.
@main
struct ReelSpeak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelSpeak", abstract: "Speaks the words of a scene into a folder.",
        subcommands: [SpeakCommand.self, VoicesCommand.self])
}

extension SpeechProviders {
    /// The providers of this program: a new one is a folder beside this file, and an entry here.
    package static let all = SpeechProviders([FliteProvider(), EspeakProvider()])
}

struct SpeakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speak", abstract: "Speak a JSON request from standard input.")

    @Argument(help: "An existing folder to write speech.wav and words.json into, or else error.json.")
    var folder: String

    func run() throws {
        try SpeechProviders.all.answer(
            FileHandle.standardInput.readDataToEndOfFile(), into: URL(fileURLWithPath: folder, isDirectory: true))
    }
}

struct VoicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "voices", abstract: "Print which voices there are, and each provider's version, as JSON.")

    func run() throws {
        FileHandle.standardOutput.write(try WireCoding.encodeLine(SpeechProviders.all.descriptions))
    }
}
