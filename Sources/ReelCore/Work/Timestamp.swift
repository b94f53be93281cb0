import Foundation

/// The two ways in which times are written, both UTC, and what is read of them.
///
/// Written out by hand: a page of jobs holds two hundred times, and Foundation's formats cost more than all the rest of it.
public enum Timestamp {
    /// As clients read it: `2025-10-27T10:30:00`.
    public static func wire(_ date: Date) -> String {
        text(milliseconds(date), separator: "T", withFraction: false)
    }

    /// As it is stored: `2025-10-27 10:30:00.123`.
    public static func stored(_ date: Date) -> String {
        text(milliseconds(date), separator: " ", withFraction: true)
    }

    /// Reads what `stored` wrote; fractions of a second may be absent, as the Python original leaves them out when zero.
    public static func date(stored text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes -> Date? in
            guard bytes.count == 19 || (bytes.count == 23 && bytes[19] == UInt8(ascii: ".")),
                bytes[10] == UInt8(ascii: " "), let seconds = seconds(bytes),
                let fraction = bytes.count == 19 ? 0 : number(bytes, 20..<23)
            else { return nil }
            return Date(timeIntervalSince1970: Double(seconds) + Double(fraction) / 1000)
        }
    }

    /// Reads what a client sent: RFC 3339, such as `2025-10-27T11:30:00.5+01:00`. The fraction of a second and the offset
    /// may be absent; without an offset the time is UTC, as all times of this API are.
    ///
    /// - Returns: `nil` for anything else, and for what no calendar and no clock of UTC shows in most minutes: 30 February,
    ///   24:00:00, 23:59:60. Foundation's parsers take these for the next day.
    public static func date(sent text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes -> Date? in
            guard bytes.count >= 19, bytes[10] | 0x20 == UInt8(ascii: "t"), let seconds = seconds(bytes) else {
                return nil
            }
            let digits = bytes[19...].first == UInt8(ascii: ".") ? bytes[20...].prefix { isDigit($0) } : bytes[19..<19]
            let isFraction = digits.startIndex == 20
            guard !isFraction || 1...9 ~= digits.count, let offset = offset(bytes, from: digits.endIndex) else {
                return nil
            }
            let fraction = digits.reversed().reduce(0.0) { ($0 + Double($1 - UInt8(ascii: "0"))) / 10 }
            return Date(timeIntervalSince1970: Double(seconds - offset) + fraction)
        }
    }

    /// Since 1970, of the first 19 bytes, `2025-10-27?10:30:00`; `nil` when there is no such day or time.
    private static func seconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes[4] == dash, bytes[7] == dash, bytes[13] == colon, bytes[16] == colon,
            let year = number(bytes, 0..<4), let month = number(bytes, 5..<7), let day = number(bytes, 8..<10),
            let hour = number(bytes, 11..<13), let minute = number(bytes, 14..<16), let second = number(bytes, 17..<19),
            1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 60
        else { return nil }
        let days = days(year: year, month: month, day: day)
        // No such day as 30 February.
        guard civil(days) == (year, month, day) else { return nil }
        return ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    /// Seconds east of UTC: of nothing, `Z`, `+01:00`, `+0100` or `+01`, which must end the text.
    private static func offset(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let length = bytes.count - start
        if length == 0 || (length == 1 && bytes[start] | 0x20 == UInt8(ascii: "z")) { return 0 }
        guard [3, 5, 6].contains(length), bytes[start] == UInt8(ascii: "+") || bytes[start] == dash,
            length < 6 || bytes[start + 3] == colon, let hours = number(bytes, start + 1..<start + 3),
            let minutes = length == 3 ? 0 : number(bytes, bytes.count - 2..<bytes.count), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (bytes[start] == dash ? -60 : 60)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

    private static let dash = UInt8(ascii: "-")
    private static let colon = UInt8(ascii: ":")

    /// Since 1970, rounded: 0.123 s is not exact in binary, and cut off it would be 122 ms.
    private static func milliseconds(_ date: Date) -> Int {
        Int((date.timeIntervalSince1970 * 1000).rounded())
    }

    private static func text(_ milliseconds: Int, separator: Unicode.Scalar, withFraction: Bool) -> String {
        let seconds = milliseconds.flooringQuotient(1000)
        let days = seconds.flooringQuotient(86_400)
        let (year, month, day) = civil(days)
        let time = seconds - days * 86_400
        return String(unsafeUninitializedCapacity: 24) { bytes in
            var count = 0
            func put(_ value: Int, digits: Int) {
                var value = value
                for index in stride(from: count + digits - 1, through: count, by: -1) {
                    bytes[index] = UInt8(ascii: "0") + UInt8(value % 10)
                    value /= 10
                }
                count += digits
            }
            func put(_ byte: UInt8) {
                bytes[count] = byte
                count += 1
            }
            // Years of more than four digits are nobody's.
            put(min(max(year, 0), 9999), digits: 4)
            put(dash)
            put(month, digits: 2)
            put(dash)
            put(day, digits: 2)
            put(UInt8(ascii: separator))
            put(time / 3600, digits: 2)
            put(colon)
            put(time / 60 % 60, digits: 2)
            put(colon)
            put(time % 60, digits: 2)
            if withFraction {
                put(UInt8(ascii: "."))
                put(milliseconds - seconds * 1000, digits: 3)
            }
            return count
        }
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            let digit = Int(bytes[index]) - Int(UInt8(ascii: "0"))
            guard 0...9 ~= digit else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Days since 1970 in the proleptic Gregorian calendar. The year is counted from March, so that the leap day comes last
    /// (https://howardhinnant.github.io/date_algorithms.html, days_from_civil).
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year.flooringQuotient(400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The inverse (civil_from_days, same source).
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = days.flooringQuotient(146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9, day)
    }
}

extension Int {
    /// Rounds towards minus infinity, for times before 1970.
    fileprivate func flooringQuotient(_ divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }
}
