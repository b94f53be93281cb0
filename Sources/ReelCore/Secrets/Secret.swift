/// A key or a password of the service's own. It does not print itself: whatever describes, dumps or interpolates it gets `***`,
/// and texts that hold it lose it in `Redaction`, because others (an endpoint that echoes what it was sent) may print it.
public struct Secret: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible,
    CustomDebugStringConvertible,
    CustomReflectable
{
    /// To be sent where it belongs, and to be shown nowhere.
    public let value: String

    public init(_ value: String) {
        self.value = value
        Redaction.add(value)
    }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { Redaction.replacement }
    public var debugDescription: String { Redaction.replacement }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
