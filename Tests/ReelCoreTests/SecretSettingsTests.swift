import Configuration
import Foundation
import ReelCore
import ReelSettings
import ReelTestKit
import Testing

/// Where keys may come from.
@Suite struct SecretSettingsTests {
    private func key(_ environment: [String: String]) async throws -> String? {
        try SettingsReader(try await Settings.load(environment: environment)).secret("llm.key")?.value
    }

    @Test(arguments: ["key-in-a-file", "key-in-a-file\n", "key-in-a-file\r\n"])
    func aFileHoldsTheKeyAndMayEndTheLine(content: String) async throws {
        try await withFile(content) { file in
            #expect(try await key(["REEL_LLM_KEY_FILE": file.path]) == "key-in-a-file")
            #expect(try await key(["REEL_LLM_KEY_FILE": "", "REEL_LLM_KEY": "own"]) == "own")
            #expect(try await key([:]) == nil)
            let settings = file.deletingLastPathComponent().appending(path: "reel.json")
            try Data(#"{"llm": {"keyFile": "\#(file.path)"}}"#.utf8).write(to: settings)
            #expect(try await key(["REEL_CONFIG": settings.path]) == "key-in-a-file")
        }
    }

    /// What is wrong is named, and nothing of the file is shown.
    @Test(arguments: [
        ("", "it is empty"), ("two words", "more than one line"), ("a\nb", "more than one line"),
        (String(repeating: "k", count: 4_097), "larger than 4096"),
    ])
    func aFileThatHoldsNoKeyIsRefused(content: String, reason: String) async throws {
        try await withFile(content) { file in
            let error = await #expect(throws: SettingsError.self) { try await key(["REEL_LLM_KEY_FILE": file.path]) }
            let text = try #require(error).description
            #expect(text.contains("REEL_LLM_KEY_FILE") && text.contains(reason) && text.count < 400, "\(text)")
        }
    }

    @Test func absentFilesAndTwoPlacesAreRefused() async throws {
        try await withFile("key-in-a-file") { file in
            let folder = file.deletingLastPathComponent().path
            for (environment, reason) in [
                (["REEL_LLM_KEY_FILE": folder + "/absent"], "No such file"),
                (["REEL_LLM_KEY_FILE": folder], "it is no file"),
                (["REEL_LLM_KEY_FILE": file.path, "REEL_LLM_KEY": "k"], "left out where REEL_LLM_KEY is set"),
            ] {
                let error = await #expect(throws: SettingsError.self) { try await key(environment) }
                let text = try #require(error).description
                #expect(text.contains(reason), "\(text)")
            }
        }
    }

    @Test func aFileThatEveryUserMayReadIsNamed() async throws {
        try await withFile("key-in-a-file") { file in
            let environment = ["REEL_LLM_KEY_FILE": file.path]
            #expect(try await Settings.warnings(Settings.load(environment: environment)) == [])
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            let warnings = Settings.warnings(try await Settings.load(environment: environment))
            #expect(warnings.count == 1 && warnings[0].contains(file.path) && warnings[0].contains("REEL_LLM_KEY_FILE"))
        }
    }

    @Test func aCredentialOfSystemdIsTakenWhereNothingElseIsSet() async throws {
        try await withFile("key-in-a-file") { file in
            let folder = file.deletingLastPathComponent()
            try Data("key-of-systemd".utf8).write(to: folder.appending(path: "reelcraft.llm.key"))
            #expect(try await key(["CREDENTIALS_DIRECTORY": folder.path]) == "key-of-systemd")
            #expect(
                try await key(["CREDENTIALS_DIRECTORY": folder.path, "REEL_LLM_KEY_FILE": file.path]) == "key-in-a-file"
            )
            #expect(try await key(["CREDENTIALS_DIRECTORY": folder.path + "/none"]) == nil)
        }
    }

    @Test func aRefusedAddressIsShownWithoutItsPassword() async throws {
        let config = try await Settings.load(environment: ["REEL_LLM_URL": "https://me:pass@host/v1?key=abc"])
        let error = #expect(throws: SettingsError.self) {
            try SettingsReader(config).webAddress("llm.url", example: "https://api.example.com/v1")
        }
        #expect(try #require(error).description.contains("\"https://***@host/v1?key=***\""))
    }

    private func withFile(_ content: String, _ body: (URL) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "key")
            try Data(content.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            try await body(file)
        }
    }
}
