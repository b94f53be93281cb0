import Foundation
import ReelTestKit
import Testing

/// Strangers' text on the terminal of whoever types a command.
@Suite(.timeLimit(.minutes(1))) struct TerminalTextTests {
    /// The reason of a failure quotes the address that was given.
    @Test func aFailedCommandDoesNotPassOnEscapeSequences() async throws {
        try await withTemporaryFolder { folder in
            let program = try BuiltProgram(
                "ReelRunner", arguments: ["extract", "/none/\u{1B}[31m\u{202E}\rpage.html"],
                environment: ["REEL_HOME": folder.path], log: folder.appending(path: "log"))
            #expect(await program.exit() != 0)
            #expect(program.output.contains("page.html"), "\(program.output)")
            for scalar: Unicode.Scalar in ["\u{1B}", "\u{202E}", "\r"] {
                #expect(!program.output.unicodeScalars.contains(scalar), "\(program.output)")
            }
        }
    }
}
