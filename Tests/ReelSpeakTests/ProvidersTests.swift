import Foundation
import ReelCore
import ReelSpeak
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

/// The providers that are built in, each through the built program.
@Suite struct ProvidersTests {
    private static let flite = SpeechSubject(
        .flite, capabilities: [.sameBytes, .speed, .refusesSigns, .language("en")], answer: answer)
    private static let espeak = SpeechSubject(
        .espeak,
        capabilities: Set(
            [.sameBytes, .speed, .refusesSigns] + SpeechCapability.sentences.map { .language($0.language) }),
        answer: answer)

    @Test(arguments: SpeechExercise.applicable(to: flite))
    func fliteBehaves(_ exercise: SpeechExercise) async throws { try await exercise.run(Self.flite) }

    @Test(arguments: SpeechExercise.applicable(to: espeak))
    func espeakBehaves(_ exercise: SpeechExercise) async throws { try await exercise.run(Self.espeak) }

    @Test func whatTheyCannotDoIsNamed() {
        let skipped = SpeechExercise.skipped(by: Self.flite)
        #expect(skipped.count == SpeechCapability.sentences.count - 1)
        #expect(skipped.allSatisfy { $0.hasPrefix("Every word is heard in ") && !$0.hasSuffix(" en") })
        #expect(SpeechExercise.skipped(by: Self.espeak).isEmpty)
    }

    /// What requests may name is what the program speaks: neither list has a provider or a voice more than the other.
    @Test func theCatalogueIsWhatTheProgramHas() async throws {
        let program = SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []))
        let built = try await program.providers(timeout: .seconds(60))
        let named = VoiceCatalog.standard.providers.filter { !$0.takesDroppedVoices }
        #expect(built.map(\.provider) == named.map(\.provider))
        #expect(built.map(\.voices) == named.map { $0.voices.map(\.rawValue) })
        #expect(built == SpeechProviders.all(in: nil).descriptions)
        #expect(built.allSatisfy { $0.version.hasPrefix($0.provider + " ") })
    }

    /// espeak-ng is under the GPL: no other program of the package may be linked with it, nor with another engine.
    @Test(arguments: ["ReelFCGI", "ReelRunner", "ReelBridge", "ReelExample", "ReelSpeak"])
    func onlyReelSpeakIsLinkedWithTheEngines(_ program: String) throws {
        let ldd = Process()
        let output = Pipe()
        ldd.executableURL = URL(fileURLWithPath: "/usr/bin/ldd")
        ldd.arguments = [try BuiltProgram.url(program).path]
        ldd.standardOutput = output
        try ldd.run()
        let libraries = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        ldd.waitUntilExit()
        #expect(libraries.contains("libc.so"))
        for engine in ["libespeak-ng", "libflite"] {
            #expect(libraries.contains(engine) == (program == "ReelSpeak"), "\(engine)")
        }
        // Opened at run time, so that every program starts without it.
        #expect(!libraries.contains("onnxruntime"))
    }

    private static let answer: SpeechSubject.Answer = { request, folder in
        let program = SpeechProgram(ToolCommand(try BuiltProgram.url("ReelSpeak").path, []))
        try await program.speak(request, into: folder, timeout: .seconds(60))
    }
}
