import Foundation
import ReelText

/// When an article was published, as ISO 8601 where the page's words could be read.
enum PublicationDate {
    static func find(_ tree: HTMLTree, metas: Metas, data: JSONLD) -> String? {
        var claims = [data.published]
        claims += [
            "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "pubdate",
            "publishdate", "publish-date", "publication_date", "sailthru.date", "dc.date", "dc.date.issued",
            "dcterms.created", "article.published", "date",
        ].map { metas[$0] }
        for id in tree.all where tree.isElement(id) {
            guard tree.attribute("itemprop", of: id)?.lowercased() == "datepublished" else { continue }
            let words = tree.isSmall(id, nodes: 60, bytes: 2_000) ? tree.text(of: id) : nil
            claims.append(tree.attribute("datetime", of: id) ?? tree.attribute("content", of: id) ?? words)
        }
        claims += tree.all.filter { tree.tag($0) == .time }.prefix(1).map { tree.attribute("datetime", of: $0) }
        let words = claims.compactMap { $0?.collapsed }.filter { !$0.isEmpty && $0.unicodeScalars.count < 100 }
        // What could not be read is given as it stands, if a year is in it.
        return words.lazy.compactMap(iso).first
            ?? words.first { !$0.split { !$0.isNumber }.lazy.filter(isYear).isEmpty && !namesImpossibleDay($0) }
    }

    /// The date in ISO 8601: as it is when it is that already, else the day alone.
    static func iso(_ text: String) -> String? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        if digits.count == 4, text.dropFirst(4).first == "-",
            let day = day(text.split(whereSeparator: \.isDateSeparator))
        {
            // A space for the T is the commonest deviation.
            let isWhole = text.count <= 35 && text.allSatisfy { $0.isASCII && ($0.isNumber || "-T:.,Z+ ".contains($0)) }
            let parts = text.split(separator: " ", maxSplits: 1)
            guard isWhole, parts[0].count == 10 || parts[0].contains("T") else { return day }
            return parts.count == 2 && parts[1].first?.isNumber == true
                ? parts[0] + "T" + parts[1].replacingOccurrences(of: " ", with: "") : String(parts[0])
        }
        if digits.count == 8, text.count == 8 || text.dropFirst(8).first == "T" {
            return valid(Int(text.prefix(4)), Int(text.dropFirst(4).prefix(2)), Int(text.dropFirst(6).prefix(2)))
        }
        return dayInWords(text)
    }

    /// "2019-11-18…"
    private static func day(_ parts: [Substring]) -> String? {
        parts.count < 3 ? nil : valid(Int(parts[0]), Int(parts[1]), Int(parts[2].prefix(2)))
    }

    /// "November 18, 2019", "Mon, 18 Nov 2019 09:00:00 GMT".
    static func dayInWords(_ text: String) -> String? {
        partsInWords(text).flatMap { valid($0.year, $0.month, $0.day) }
    }

    private static func partsInWords(_ text: String) -> (year: Int, month: Int, day: Int)? {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let place = words.firstIndex(where: { CalendarWords.month($0) != nil }),
            let month = CalendarWords.month(words[place])
        else {
            return nil
        }
        let around = [place - 1, place + 1].filter(words.indices.contains)
        for index in around {
            guard let day = Int(words[index].prefix { $0.isNumber }), 1...31 ~= day else { continue }
            let year = words[max(place, index)...].dropFirst().lazy.compactMap { Int($0) }.first { 1900...2199 ~= $0 }
            if let year { return (year, month, day) }
        }
        return nil
    }

    /// Whether a text, in numbers (`2019-02-30…`) or in words, names a day that its month does not have.
    static func namesImpossibleDay(_ text: String) -> Bool {
        let numbers = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        let isISO = numbers.count == 3 && numbers[0].count == 4
        let parts = isISO ? (Int(numbers[0]), Int(numbers[1]), Int(numbers[2])) : (nil, nil, nil)
        guard case (let year?, let month?, let day?) = parts else {
            return partsInWords(text).map { !isInCalendar($0.year, $0.month, $0.day) } ?? false
        }
        return 1...12 ~= month && 1...31 ~= day && !isInCalendar(year, month, day)
    }

    /// The day in an address: `/2019/11/18/`, `/2019/nov/18/`, `2019-11-18`.
    static func inAddress(_ url: String) -> String? {
        let parts = url.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let year = parts.indices.first(where: { isYear(parts[$0]) }), year + 2 < parts.count else { return nil }
        let month = parts[year + 1].count <= 2 ? Int(parts[year + 1]) : CalendarWords.month(parts[year + 1])
        return parts[year + 2].count <= 2 ? valid(Int(parts[year]), month, Int(parts[year + 2])) : nil
    }

    private static func isYear(_ digits: Substring) -> Bool {
        digits.count == 4 && (digits.hasPrefix("19") || digits.hasPrefix("20"))
    }

    private static func valid(_ year: Int?, _ month: Int?, _ day: Int?) -> String? {
        guard let year, let month, let day, 1900...2199 ~= year, isInCalendar(year, month, day) else { return nil }
        return String(format: "%04d-%02d-%02d", year, month, day)
    }

    /// Whether the Gregorian calendar has that day: there is no 30 February.
    static func isInCalendar(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard 1...12 ~= month else { return false }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return 1...lengths[month - 1] ~= day
    }
}

extension Character {
    fileprivate var isDateSeparator: Bool { self == "-" || self == "T" || self == " " }
}
