/// Numbers whose dashes the engine takes for those of a telephone number.
enum Numbers {
    /// - Returns: a score such as `45-17` with "to", a date such as `2026-11-05` in words; `nil` for anything else.
    static func read(_ word: String) -> [String]? {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else { return nil }
        if parts.count == 2, parts.allSatisfy({ $0.count <= 3 }) { return [parts[0], "to", parts[1]] }
        if parts.count == 3, parts.map(\.count) == [4, 2, 2], let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        {
            return [months[month - 1], String(day), parts[0]]
        }
        return nil
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
