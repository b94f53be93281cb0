/// How much a JSON text may hold. A text that holds more is refused while it is read.
public struct JSONLimits: Sendable {
    /// What becomes of an object that has two members of one name (RFC 8259, 4, leaves it open).
    public enum RepeatedNames: Sendable {
        case refused
        /// The later ones are read and passed over.
        case firstCounts
    }

    /// Arrays and objects within each other.
    public var depth: Int
    /// Values of every kind in the whole text, members and elements included.
    public var values: Int
    /// Bytes of a member's name between its quotation marks. Dictionaries compare names in a normal form of Unicode, so a
    /// long name costs more than its length.
    public var nameBytes: Int
    /// Bytes of a string between its quotation marks.
    public var stringBytes: Int
    public var repeatedNames: RepeatedNames
    /// Whether a byte order mark of UTF-8 in front is passed over (RFC 8259, 8.1, allows both).
    public var allowsByteOrderMark: Bool

    public init(
        depth: Int, values: Int, nameBytes: Int, stringBytes: Int = .max, repeatedNames: RepeatedNames,
        allowsByteOrderMark: Bool
    ) {
        self.depth = depth
        self.values = values
        self.nameBytes = nameBytes
        self.stringBytes = stringBytes
        self.repeatedNames = repeatedNames
        self.allowsByteOrderMark = allowsByteOrderMark
    }

    /// The body of a request. The deepest that is asked for is a keyword of a scene of a script, four levels down, and the
    /// most are 24 scenes of some thirty values.
    public static let request = JSONLimits(
        depth: 32, values: 10_000, nameBytes: 4_096, repeatedNames: .refused, allowsByteOrderMark: false)

    /// What other programs and servers write, and files. Their length is bounded by whoever reads them.
    public static let document = JSONLimits(
        depth: 64, values: 1_000_000, nameBytes: 4_096, repeatedNames: .firstCounts, allowsByteOrderMark: true)
}

/// Why a JSON text is refused, and where.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, a clause without a full stop.
    public var reason: String
    /// Lines from 1, ended by a line feed.
    public var line: Int
    /// Bytes of the line from 1.
    public var column: Int
    /// Whether it may well be JSON, but more of it than is taken.
    public var isLimit: Bool

    public var description: String { "\(reason) (line \(line), byte \(column))" }
}
