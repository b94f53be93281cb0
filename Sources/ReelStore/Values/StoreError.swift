/// Why the store could not do what it was asked.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of error it is, and whether trying again helps.
    public enum Code: String, Sendable {
        /// Somebody else holds the database for longer than we wait. Trying again later helps.
        case busy
        /// The disk is full. Nothing was lost; making room helps.
        case full
        /// The file is damaged, or no database at all.
        case corrupt
        /// One record holds what this program never writes; all others are well.
        case unreadable
        /// There is no database.
        case absent
        /// The database was made by a newer version of this program.
        case tooNew
        /// The file holds another program's database.
        case foreign
        /// Anything else.
        case failed
    }

    public var code: Code
    /// What was being done.
    public var operation: String
    /// What the engine said.
    public var cause: String

    public init(_ code: Code, operation: String, cause: String) {
        self.code = code
        self.operation = operation
        self.cause = cause
    }

    public var description: String {
        "\(operation): \(code.rawValue): \(cause)"
    }
}
