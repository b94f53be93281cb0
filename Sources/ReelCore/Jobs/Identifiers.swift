import Foundation

/// The name of a job: a UUID in lower case, as clients see it.
public struct JobID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init() {
        rawValue = UUID().uuidString.lowercased()
    }

    /// Takes a UUID in either case; anything else is no job's name.
    public init?(rawValue: String) {
        if Self.isCanonical(rawValue) {
            self.rawValue = rawValue
        } else if let uuid = UUID(uuidString: rawValue) {
            self.rawValue = uuid.uuidString.lowercased()
        } else {
            return nil
        }
    }

    /// Whether it is a UUID as we write it, which nearly all are: then there is nothing to parse.
    private static func isCanonical(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { utf8 in
            utf8.count == 36
                && utf8.indices.allSatisfy { index in
                    switch index {
                    case 8, 13, 18, 23: utf8[index] == UInt8(ascii: "-")
                    default: 0x30...0x39 ~= utf8[index] || 0x61...0x66 ~= utf8[index]
                    }
                }
        }
    }

    public var description: String { rawValue }
}

/// The number of a finished video.
public struct VideoID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public var description: String { String(rawValue) }
}

/// One claim of one job by one runner: random, never used again. Every write of an attempt carries it.
public struct ClaimID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init() {
        rawValue = UUID().uuidString.lowercased()
    }

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// One start of one runner: random, so that it never repeats after a reboot as a process id would, and short, because it
/// names a socket and the path of a socket has at most 107 bytes.
public struct RunnerID: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init() {
        rawValue = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}
