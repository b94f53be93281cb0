import ArgumentParser
import Foundation
import ReelNarrate

/// The child process that speaks one scene: the narrate stage starts it, people never need to.
struct SpeakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speak", abstract: "Speak a JSON request from standard input.", shouldDisplay: false)

    @Argument(help: "An existing folder to write speech.wav and words.json into.")
    var folder: String

    func run() throws {
        try runSpeaker(
            input: FileHandle.standardInput.readDataToEndOfFile(),
            outputFolder: URL(fileURLWithPath: folder, isDirectory: true))
    }
}
