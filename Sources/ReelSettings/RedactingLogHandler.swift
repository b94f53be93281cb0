import Logging
import ReelCore

/// Hands lines on without secrets, and without what controls a terminal or begins another line: messages and metadata hold
/// texts of errors, and those hold what others answered.
package struct RedactingLogHandler: LogHandler {
    private var inner: any LogHandler

    package init(_ inner: any LogHandler) {
        self.inner = inner
    }

    package var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }
    package var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue.mapValues(Self.redacted) }
    }
    package var metadataProvider: Logger.MetadataProvider? {
        get { inner.metadataProvider }
        set { inner.metadataProvider = newValue }
    }
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue.map(Self.redacted) }
    }

    package func log(event: LogEvent) {
        var event = event
        event.message = "\(Self.line(event.message.description))"
        event.metadata = event.metadata?.mapValues(Self.redacted)
        if let error = event.error {
            event.metadata = (event.metadata ?? [:]).merging(["error": "\(Self.line("\(error)"))"]) { $1 }
            event.error = nil
        }
        inner.log(event: event)
    }

    private static func line(_ text: String) -> String { Redaction.message(text.asOneLine) }

    private static func redacted(_ value: Logger.Metadata.Value) -> Logger.Metadata.Value {
        switch value {
        case .string(let text): .string(line(text))
        case .stringConvertible(let value): .string(line(value.description))
        case .array(let values): .array(values.map(redacted))
        case .dictionary(let values): .dictionary(values.mapValues(redacted))
        }
    }
}
