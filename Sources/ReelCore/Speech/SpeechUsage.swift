/// What was asked of a speech service.
public struct SpeechUsage: Hashable, Codable, Sendable {
    /// Requests that were answered, also with what could not be used.
    public var requests: Int
    /// Of the texts that were sent with them, as Unicode scalars.
    public var characters: Int
    /// In the currency of the price in the settings; `nil` without one.
    public var cost: Double?

    public init(requests: Int = 0, characters: Int = 0, cost: Double? = nil) {
        self.requests = requests
        self.characters = characters
        self.cost = cost
    }

    /// - Parameters:
    ///   - requests: that were answered.
    ///   - characters: that they had spoken, in Unicode scalars.
    ///   - price: for a million characters; `nil` when none is set.
    public init(requests: Int, characters: Int, price: Double?) {
        self.init(requests: requests, characters: characters, cost: price.map { $0 * Double(characters) / 1e6 })
    }

    /// What both have used together.
    public static func + (left: SpeechUsage, right: SpeechUsage) -> SpeechUsage {
        SpeechUsage(
            requests: left.requests + right.requests, characters: left.characters + right.characters,
            cost: left.cost == nil && right.cost == nil ? nil : (left.cost ?? 0) + (right.cost ?? 0))
    }
}
