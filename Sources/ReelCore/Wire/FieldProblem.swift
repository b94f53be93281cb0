/// What is wrong with one field of a request.
public struct FieldProblem: Error, Hashable, Codable, Sendable {
    /// Where it stands, such as `script.scenes[2].asset_type`.
    public var field: String
    /// What is wrong and what to do, a whole sentence that names the field.
    public var message: String

    public init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}
