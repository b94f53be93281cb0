/// Credentials that stand in addresses: `https://user:password@host`, `?key=…`. One pass; the text may be a stranger's.
enum AddressCredentials {
    /// Parameters whose values are credentials by their names, in lower case.
    private static let names: Set<String> = [
        "access_token", "api-key", "api_key", "apikey", "auth", "client_secret", "key", "passwd", "password", "secret",
        "sig", "signature", "token",
    ]
    private static let replacement = Array(Redaction.replacement.utf8)
    /// Bytes; the longest of `names` is shorter.
    private static let longestName = 16

    static func removed(from text: [UInt8]) -> [UInt8] {
        guard text.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "=") }) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            let byte = text[place]
            output.append(byte)
            place += 1
            if byte == UInt8(ascii: "/"), output.suffix(3).elementsEqual("://".utf8) {
                let end = text[place...].firstIndex(where: endsAuthority) ?? text.count
                if let sign = text[place..<end].lastIndex(of: UInt8(ascii: "@")) {
                    output += replacement
                    output += text[sign..<end]
                } else {
                    output += text[place..<end]
                }
                place = end
            } else if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") {
                guard let value = value(after: place, in: text) else { continue }
                output += text[place..<value.lowerBound]
                output += replacement
                place = value.upperBound
            }
        }
        return output
    }

    /// The value of the parameter whose name begins at `place`, if it is a credential.
    private static func value(after place: Int, in text: [UInt8]) -> Range<Int>? {
        let name = text[place...].prefix(longestName + 1).prefix { $0 != UInt8(ascii: "=") }
        guard name.count <= longestName, name.endIndex < text.count,
            names.contains(String(decoding: name, as: UTF8.self).lowercased())
        else { return nil }
        let begin = name.endIndex + 1
        let end = text[begin...].firstIndex(where: endsValue) ?? text.count
        return begin < end ? begin..<end : nil
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "/?#\"'<>()\\".utf8.contains(byte)
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "&#\"'<>()\\,;".utf8.contains(byte)
    }
}
