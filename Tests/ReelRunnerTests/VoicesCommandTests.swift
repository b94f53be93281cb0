import Foundation
import ReelCore
import ReelTestKit
import ReelTool
import Testing

/// `ReelRunner voices`, the built program, without network.
@Suite struct VoicesCommandTests {
    private func run(_ arguments: [String], voices: URL) async throws -> String {
        let environment = ["REEL_VOICES": voices.path, "REEL_LOG_LEVEL": "error"]
        let command = ToolCommand(
            try BuiltProgram.url("ReelRunner").path, ["voices"] + arguments, environment: environment,
            timeout: .seconds(120))
        return String(decoding: try await Tool.run(command).standardOutput, as: UTF8.self)
    }

    private func failure(_ arguments: [String], voices: URL) async throws -> String {
        let error = await #expect(throws: ToolError.self) { try await run(arguments, voices: voices) }
        return try #require(error).description
    }

    @Test func whatIsMissingIsListedAndChecked() async throws {
        try await withTemporaryFolder { folder in
            let list = try await run([], voices: folder)
            #expect(list.contains("MISSING  heart") && list.contains("ready    rms, slt") && list.contains(folder.path))
            let check = try await failure(["check"], voices: folder)
            #expect(check.contains("exit 1"))
            #expect(
                try await failure(["say", "heart", "One.", "-o", "/dev/null"], voices: folder).contains(
                    "voices install heart"))
            #expect(try await failure(["install", "rms"], voices: folder).contains("Debian"))
            #expect(try await failure(["install", "hal"], voices: folder).contains("heart"))
        }
    }

    @Test func sayingMakesAFile() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "x.wav")
            let said = try await run(["say", "rms", "One, two.", "-o", file.path], voices: folder)
            #expect(said.contains("2 words"))
            #expect(try Data(contentsOf: file).starts(with: "RIFF".utf8))
        }
    }

    /// A wheel that is not there, and one of the right name with other bytes: both are told of, and nothing is left over.
    @Test func whatIsNotThePublishedWheelIsNotTaken() async throws {
        try await withTemporaryFolder { folder in
            let (wheels, voices) = (folder.appending(path: "wheels"), folder.appending(path: "voices"))
            try FileManager.default.createDirectory(at: wheels, withIntermediateDirectories: true)
            let absent = try await failure(["install", "heart", "--from", wheels.path], voices: voices)
            #expect(absent.contains("hibari-tts 0.2.1") && absent.contains("could not be brought"))
            try (Data("PK\u{5}\u{6}".utf8) + Data(count: 18)).write(
                to: wheels.appending(path: "hibari_tts-0.2.1-py3-none-any.whl"))
            let other = try await failure(["install", "heart", "--from", wheels.path], voices: voices)
            #expect(other.contains("not the one that was published"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: voices.path).isEmpty)
        }
    }

    @Test(.enabled(if: InstalledVoices.hasHeart, Comment(rawValue: InstalledVoices.whyNot)))
    func whatIsThereIsCheckedAndRemoved() async throws {
        try await withTemporaryFolder { folder in
            let voices = try InstalledVoices.copyOfHeart(in: folder)
            #expect(try await run(["check"], voices: voices.url).contains("ok       heart 0.2.1"))
            #expect(try await run(["install", "heart"], voices: voices.url).contains("Here already"))
            let file = voices.url(of: VoicePackage.hibari.files[1])
            try FileManager.default.removeItem(at: file)
            try Data(count: VoicePackage.hibari.files[1].size).write(to: file)
            #expect(try await failure(["check"], voices: voices.url).contains("exit 1"))
            _ = try await run(["remove", "heart"], voices: voices.url)
            #expect(try FileManager.default.contentsOfDirectory(atPath: voices.url.path).isEmpty)
            // What the links named is still there.
            #expect(InstalledVoices.folder.has(ProviderVoices.hibari.packages))
        }
    }
}
