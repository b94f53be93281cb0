import Foundation
import ReelText

/// Dates of feeds: RFC 822 with all that is made of it, and ISO 8601.
package enum FeedDate {
    /// Characters of a date; real ones have fewer than forty.
    private static let longest = 100

    /// - Returns: `nil` for what is no date, or a day that no calendar has.
    package static func date(_ text: String) -> Date? {
        // Foundation takes 30 February for 2 March.
        guard text.utf8.count <= longest, !PublicationDate.namesImpossibleDay(text) else { return nil }
        if let date = try? Date(text, strategy: .iso8601) { return date }
        if let date = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
            return date
        }
        let words = text.split { $0 == " " || $0 == "," }
        let start = words.first.map { $0.allSatisfy(\.isLetter) } == true ? 1 : 0
        guard words.count >= start + 4, let day = Int(words[start]), let year = Int(words[start + 2]),
            let month = CalendarWords.month(words[start + 1].lowercased().prefix(3)),
            PublicationDate.isInCalendar(year < 100 ? year + 2000 : year, month, day)
        else {
            return PublicationDate.iso(text).flatMap { try? Date("\($0.prefix(10))T00:00:00Z", strategy: .iso8601) }
        }
        let time = words[start + 3].split(separator: ":").map { Int($0) ?? 0 }
        var parts = DateComponents()
        parts.calendar = Calendar(identifier: .gregorian)
        parts.timeZone = .gmt
        (parts.year, parts.month, parts.day) = (year < 100 ? year + 2000 : year, month, day)
        (parts.hour, parts.minute, parts.second) = (time.first, time.dropFirst().first, time.dropFirst(2).first)
        return parts.date.map { $0 - offset(words.dropFirst(start + 4).first ?? "") }
    }

    /// Seconds east of Greenwich; names other than UT's are taken for it.
    private static func offset(_ zone: Substring) -> TimeInterval {
        guard let sign = zone.first, sign == "+" || sign == "-", zone.count == 5, let number = Int(zone.dropFirst())
        else {
            return ["est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7][
                zone.lowercased(), default: 0] * 3600
        }
        let seconds = TimeInterval(number / 100 * 3600 + number % 100 * 60)
        return sign == "-" ? -seconds : seconds
    }
}
