import Foundation

/// A recording of a script's words, as a client sent it with a request.
public struct RecordedNarration: Hashable, Codable, Sendable {
    /// What the file is, by the ending that its name has.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case wav, mp3, m4a
    }

    public var kind: Kind
    /// The file; nobody has looked into it. `nil` where it is kept apart: of a job that is listed, and of an edit, which is
    /// heard as the video that it edits.
    public var data: Data?

    public init(kind: Kind, data: Data? = nil) {
        self.kind = kind
        self.data = data
    }

    /// Parts the file from what is said of it.
    public mutating func takeData() -> Data? {
        defer { data = nil }
        return data
    }
}
