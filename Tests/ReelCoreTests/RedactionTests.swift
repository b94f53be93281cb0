import Foundation
import Logging
import ReelCore
import ReelSettings
import Synchronization
import Testing

@Suite struct RedactionTests {
    @Test func aSecretPrintsNothingOfItself() {
        let secret = Secret("never-print-this")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(!text.contains("never-print"), "\(text)")
        }
        #expect(secret.value == "never-print-this")
    }

    /// As it is, in JSON, in an address; several times, and one that begins like another.
    @Test func textsLoseSecretsInEverySpelling() throws {
        _ = Secret(#"a/b"c\d+secret"#)
        _ = Secret(#"a/b"c\d+secret-longer"#)
        let texts = [
            #"refused a/b"c\d+secret and a/b"c\d+secret-longer."#, #"{"e": "a/b\"c\\d+secret"}"#,
            #"{"e": "a\/b\"c\\d+secret-longer"}"#, "https://x.example/?q=a%2Fb%22c%5Cd%2Bsecret",
        ]
        for text in texts {
            let shown = String(decoding: Redaction.bytes(Data(text.utf8)), as: UTF8.self)
            #expect(shown.contains("***") && !shown.contains("secret") && !shown.contains("longer"), "\(shown)")
        }
        #expect(Redaction.message(texts[0]) == "refused *** and ***.")
    }

    /// A local endpoint's dummy key is an ordinary word.
    @Test func shortWordsStay() {
        _ = Secret("ollama")
        #expect(Redaction.message("ollama is at work") == "ollama is at work")
    }

    @Test(arguments: [
        ("no answer from https://me:pass@host:81/a?b=1#c", "no answer from https://***@host:81/a?b=1#c"),
        ("https://a@b@host/x (ftp://u:p@h)", "https://***@host/x (ftp://***@h)"),
        ("GET https://h/?key=abc&b=2 failed", "GET https://h/?key=***&b=2 failed"),
        ("https://h/?b=2&Access_Token=abc, then", "https://h/?b=2&Access_Token=***, then"),
        ("https://h/@me?monkey=1&key=", "https://h/@me?monkey=1&key="), ("a@b.example ? key=1", "a@b.example ? key=1"),
    ])
    func messagesLoseCredentialsOfAddresses(text: String, shown: String) {
        #expect(Redaction.message(text) == shown)
    }

    @Test func failuresAndLogLinesLoseThem() {
        _ = Secret("the-key-of-the-log")
        let failure = JobFailure(
            stage: nil, code: "x", message: "No: the-key-of-the-log", detail: "the-key-of-the-log", isRetryable: false)
        #expect(failure.message == "No: ***" && failure.detail == "***")

        let lines = Lines()
        var logger = Logger(label: "test") { _ in RedactingLogHandler(lines) }
        logger[metadataKey: "own"] = "the-key-of-the-log"
        logger.error("said the-key-of-the-log", metadata: ["error": "\(failure)", "list": ["the-key-of-the-log"]])
        logger.error(
            "failed", error: JobFailure(stage: nil, code: "the-key-of-the-log", message: "", isRetryable: false))
        #expect(lines.all.count == 2 && lines.all[0].contains("said ***") && !lines.all.joined().contains("the-key"))
    }
}

/// Keeps lines as text.
private final class Lines: LogHandler {
    private let lines = Mutex<[String]>([])
    private let own = Mutex(Logger.Metadata())
    var all: [String] { lines.withLock { $0 } }
    var metadata: Logger.Metadata {
        get { own.withLock { $0 } }
        set { own.withLock { $0 = newValue } }
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { own.withLock { $0[key] = newValue } }
    }
    func log(event: LogEvent) {
        let line = "\(event.message) \(metadata) \(event.metadata ?? [:]) \(event.error.map { "\($0)" } ?? "")"
        lines.withLock { $0.append(line) }
    }
}
