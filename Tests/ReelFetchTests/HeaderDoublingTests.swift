import Foundation
import ReelFetch
import ReelTestKit
import Testing

/// The heads of answers are read in time that grows with their length, and no further than their limit.
@Suite struct HeaderDoublingTests {
    static let shapes: [HostileShape] =
        HostileShape.five(sign: ":", opening: "\"", closing: "\"", nearly: "a:b", after: "Content-Type: ")
        + [
            .repeated("a: b\n"), .repeated("Set-Cookie: a=b\n"), .repeated("HTTP/1.1 200\n"),
            .repeated("Location: /\n"),
            .repeated(" ", after: "Retry-After: "), .repeated("<a>; rel=b, ", after: "Link: "),
        ]

    @Test(arguments: shapes)
    func growsWithTheLength(_ shape: HostileShape) {
        DoublingExercise(of: shape, upTo: 500_000).run(shape) { text in
            var headers = ResponseHeaders()
            for line in text.utf8.split(separator: 0x0a) {
                let isRead = Array(line).withUnsafeBufferPointer { headers.take($0) }
                if !isRead { break }
            }
        }
    }

    @Test func aHeadWithoutEndEndsTheFetch() async throws {
        try await withLocalHTTPServer { _ in
            let many = (0..<2_000).map { ("X-\($0)", String(repeating: "a", count: 80)) }
            return .data(Data("x".utf8), type: "text/plain", headers: many)
        } perform: { server in
            await #expect {
                try await fetch(server, "/")
            } throws: { error in
                guard case FetchError.brokenAnswer = error else { return false }
                return true
            }
        }
    }
}
