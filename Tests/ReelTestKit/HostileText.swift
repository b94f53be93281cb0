import Testing

/// A long argument of a test, with a short name: the log shows each argument, and some are megabytes.
public struct HostileText: CustomTestStringConvertible, Sendable {
    public let text: String
    public let testDescription: String

    public init(text: String, name: String) {
        self.text = text
        testDescription = name
    }

    public init(_ piece: String, count: Int = 1, then end: String = "") {
        self.init(text: String(repeating: piece, count: count) + end, name: "\(count) times \(piece)")
    }
}
