import Configuration
import Foundation
import ReelRunner
import ReelSettings
import ReelTestKit
import Testing

@Suite struct RunnerSettingsTests {
    @Test func whateverTheRunnerCannotUseIsRefusedAtItsStart() async throws {
        try await SettingsExercise(
            sections: [
                "Where things are", "The runner", "What a reel", "A language model", "A speech service",
                "What is fetched", "Photographs",
            ], without: ["hosts", "origins", "publicUrl"], scope: .runner
        ) { config in
            _ = try LogSettings.level(config)
            _ = try RunnerSettings(config)
        }.run()
    }

    /// The daemon itself, and the commands that somebody types, end before they have made anything.
    @Test(arguments: [
        (["run"], "REEL_LLM_FALLBACK", "maybe"), (["run"], "REEL_FETCH_TIMEOUT", "30s"), (["run"], "REEL_JOBS", "0"),
        (["make", "x.html", "-o", "x.mp4"], "REEL_FINISH_LOUDNESS", "loud"),
    ])
    func theProgramEndsWithTheReason(arguments: [String], variable: String, value: String) async throws {
        try await withTemporaryFolder { folder in
            let home = folder.appending(path: "home")
            let program = try BuiltProgram(
                "ReelRunner", arguments: arguments, environment: ["REEL_HOME": home.path, variable: value],
                log: folder.appending(path: "log"))
            #expect(await program.exit() != 0)
            #expect(program.output.contains("\(variable) is \"\(value)\", but it should be "), "\(program.output)")
        }
    }

    @Test func whatNobodyReadsIsNamed() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "reel.json")
            try Data(#"{"jobs": 2, "job": 3, "fetch": {"timeuot": 9}}"#.utf8).write(to: file)
            let program = try BuiltProgram(
                "ReelRunner", arguments: ["run"],
                environment: [
                    "REEL_HOME": folder.path, "REEL_DATABASE": folder.appending(path: "r.db").path,
                    "REEL_CONFIG": file.path, "REEL_FINISH_TRUEPEAK": "-2", "REEL_TEST_LONG": "", "OTHER": "1",
                ], log: folder.appending(path: "log"))
            let runners = folder.appending(path: "run/runners").path
            try await eventually("the runner is at work") {
                (try? FileManager.default.contentsOfDirectory(atPath: runners))?.contains { $0.hasSuffix(".sock") }
                    == true
            }
            program.send(SIGTERM)
            #expect(await program.exit() == 0, "\(program.output)")
            let warnings = program.output.split(separator: "\n").filter { $0.contains("warning settings") }
            #expect(warnings.count == 3, "\(program.output)")
            for word in [
                "key job in", "key fetch.timeuot in", "REEL_FINISH_TRUEPEAK", "(REEL_FINISH_TRUE_PEAK is one)",
            ] {
                #expect(program.output.contains(word), "\(program.output)")
            }
        }
    }
}
