/// English names of months and days, in lower case.
package enum CalendarWords {
    package static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    package static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// Without their period; May is never abbreviated.
    package static let abbreviatedMonths: Set<String> = [
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]

    /// The number of the month, 1...12, that a word in lower case is or is the beginning of; `nil` for less than three
    /// letters and for any other word.
    package static func month(_ word: some StringProtocol) -> Int? {
        guard word.count >= 3 else { return nil }
        return months.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
    }

    /// Whether a word in lower case is a month, whole or as it is abbreviated.
    package static func isMonth(_ word: String) -> Bool {
        abbreviatedMonths.contains(word) || months.contains(word)
    }
}
