import Foundation
import ReelCore
import ReelTestKit
import Testing

/// What processes write to each other, and times that clients send, cost as much as they are long.
@Suite(.serialized) struct LineDoublingTests {
    static let lines: [HostileShape] =
        HostileShape.five(sign: "\n", opening: "{\"type\":", closing: "}", nearly: "{\"type\": \"wake\"}")
        + [
            .repeated("{\"type\": \"wake\"}\n"),
            .repeated("x", after: "{\"type\": \"cancelled\", \"job_id\": \"", before: "\"}\n"),
            .repeated("\u{301}", after: "{\"progress\": {\"message\": \"", before: "\"}}\n"),
            .repeated("{\"progress\":{\"_0\":1,\"message\":\"m\"}}\n"),
            .repeated("{\"milestone\":", before: "\n"),
        ]

    @Test(arguments: lines) func aRunnersLines(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            var splitter = LineSplitter()
            for line in splitter.append($0.utf8) { _ = try? WireCoding.decode(RunnerCommand.self, from: line) }
            _ = splitter.finish()
        }
    }

    @Test(arguments: lines) func anAttemptsLines(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) {
            var splitter = LineSplitter()
            for line in splitter.append($0.utf8) { _ = try? WireCoding.decode(AttemptReport.self, from: line) }
            _ = splitter.finish()
        }
    }

    @Test(
        arguments: [
            .repeated("2"), .repeated("9", after: "2025-10-27T10:30:00."), .repeated(":"),
            .repeated("+01:00", after: "2025-10-27T10:30:00"),
            .repeated("2025-10-27T"), .repeated("Z", after: "2025-10-27T10:30:00"),
            .repeated("\u{301}", after: "2025-10-27"),
        ] as [HostileShape])
    func times(_ shape: HostileShape) {
        DoublingExercise().run(shape) {
            _ = Timestamp.date(sent: $0)
            _ = Timestamp.date(stored: $0)
        }
    }

    @Test(
        arguments: [
            .repeated("\u{202E}"), .repeated("\u{1B}[31m"), .repeated("a\u{301}"), .repeated("\u{301}", after: "a"),
            .repeated("\n"),
            .repeated("👨‍👩‍👧"), .repeated("a"),
        ] as [HostileShape])
    func cleaning(_ shape: HostileShape) {
        DoublingExercise().run(shape) {
            _ = $0.withoutControls
            _ = $0.asOneLine
            _ = $0.excerpt()
        }
    }
}
