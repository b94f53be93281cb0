import ArgumentParser

/// Speaks one scene: the narrate stage starts it, people never need to.
@main
struct ReelSpeak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ReelSpeak", abstract: "Speaks the words of a scene into a folder.")
}
