import Foundation
import Logging
import ReelCore
import ReelScript
import Testing

/// Scripts that come with the request.
@Suite struct ClientScriptTests {
    private let script = Script(
        title: "Hens",
        scenes: [
            Scene(
                sceneNumber: 1, script: "Hens lay eggs in the morning and sing of it.", assetKeywords: ["hen"],
                grounded: true,
                source: SourceSpan(start: 4, end: 48, text: "Hens lay eggs in the morning and sing of it."),
                visual: SceneChoice(kind: .backdrop, motion: .panLeft)),
            Scene(sceneNumber: 2, script: "The cock sings in the morning and lays nothing at all."),
        ],
        origin: ScriptOrigin(.model, model: "m", usage: ModelUsage(requests: 3)),
        palette: ReelPalette(name: "lead", colours: ["#000000", "#111111", "#222222", "#ffffff"]))

    private func run(isEdit: Bool) async throws -> Script {
        let context = StageContext(workFolder: FileManager.default.temporaryDirectory, logger: Logger(label: "test"))
        return try await ScriptStage().run(
            ScriptOrder(article: nil, ownScript: script, isEdit: isEdit), in: context)
    }

    /// What an edit says of the article was compared with it before; nothing was asked of a model for it.
    @Test func anEditKeepsWhatItSays() async throws {
        let edited = try await run(isEdit: true)
        #expect(edited.scenes[0] == script.scenes[0])
        #expect(edited.palette == script.palette)
        #expect(edited.origin == ScriptOrigin(.model, model: "m"))
        #expect(!edited.scenes[1].assetKeywords.isEmpty && edited.scenes[1].source == nil)
    }

    @Test func aClientsOwnIsNotBelieved() async throws {
        let own = try await run(isEdit: false)
        #expect(own.origin == ScriptOrigin(.client))
        #expect(own.scenes.allSatisfy { $0.grounded == nil && $0.source == nil })
    }
}
