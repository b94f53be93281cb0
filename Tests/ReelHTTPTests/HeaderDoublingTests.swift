import ReelHTTP
import ReelTestKit
import Testing

/// `Host` and `Origin` cost as much as they are long.
@Suite(.serialized) struct HeaderDoublingTests {
    static let shapes: [HostileShape] =
        HostileShape.five(sign: ":", opening: "[", closing: "]", nearly: "localhost,") + [
            .repeated("a."), .repeated("A"), .repeated("://"), .repeated("http", before: "://"),
            .repeated("9", after: "localhost:"),
            .repeated("0", after: "[", before: "]"), .repeated("1.", after: ""),
            .repeated("\u{301}", after: "http://a"),
            .repeated("a", after: "http://", before: ".localhost"),
        ]

    @Test(arguments: shapes) func hosts(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            for name in [nil, "*.example.org", text] {
                do {
                    _ = try AccessPolicy().principal(for: RequestSource(host: text, serverName: name))
                } catch {
                    _ = (error as? Problem)?.body
                }
            }
        }
    }

    @Test(arguments: shapes) func origins(_ shape: HostileShape) {
        DoublingExercise().run(shape) { text in
            do {
                let source = RequestSource(host: "localhost", origin: text, address: text)
                try AccessPolicy().principal(for: source).require(.change)
            } catch {
                _ = (error as? Problem)?.body
            }
        }
    }
}
