import Foundation
import ReelCore
import ReelTestKit
import Testing

/// Reading JSON costs as much as the text is long, whatever is in it.
@Suite(.serialized) struct JSONDoublingTests {
    static let shapes: [HostileShape] = [
        .repeated("["), .repeated("{\"a\":"), .nested("[", "]"), .nested("{\"a\":", "}", around: "1"),
        .repeated("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]],", after: "[", before: "1]"),
        .repeated("1,", after: "[", before: "1]"), .repeated("1", after: "[", before: "]"),
        .repeated("\\\"", after: "\"", before: "\""), .repeated("\\u0041", after: "\""),
        .repeated("\\ud83e\\udeb8", after: "\"", before: "\""), .repeated("a\u{301}", after: "\"", before: "\""),
        .repeated("\u{301}", after: "{\"", before: "\": 1}"), .repeated("\n"), .repeated("\n", after: "{", before: "?"),
        .repeated("\"a\":1,", after: "{", before: "\"b\":1}"), .repeated("tru"), .repeated("-"), .repeated("{\"a\"}"),
        HostileShape("names") { "{" + (0..<$0).map { "\"n\($0)\":0" }.joined(separator: ",") + "}" },
    ]

    @Test(arguments: shapes) func asDocument(_ shape: HostileShape) {
        DoublingExercise(first: 1_000).run(shape) { _ = try? WireCoding.read(Data($0.utf8)) }
    }

    @Test(arguments: shapes) func asRequest(_ shape: HostileShape) {
        DoublingExercise(first: 2_000).run(shape) { _ = try? WireCoding.read(Data($0.utf8), limits: .request) }
    }

    /// A type with a part that may be any JSON: Foundation's decoder alone takes seconds for a hundredth of this.
    @Test(arguments: shapes) func asPartOfAType(_ shape: HostileShape) {
        struct Part: Decodable { var content: JSONValue? }
        DoublingExercise(first: 2_000).run(shape) {
            _ = try? WireCoding.decode(Part.self, from: Data("{\"content\": \($0)}".utf8))
        }
    }
}
