import Foundation

/// Letters and signs beyond ASCII as the ASCII that comes nearest in sound.
enum ASCIIFolding {
    static func fold(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) { return text }
        var folded = ""
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            folded += fold(part: rest.prefix(longestPart))
            rest = rest.dropFirst(longestPart)
        }
        return folded
    }

    /// Scalars that are transliterated together: more than any word has. What it costs grows faster than the length.
    private static let longestPart = 200

    private static func fold(part: Substring.UnicodeScalarView) -> String {
        var named = ""
        for scalar in part {
            if let name = names[scalar] { named += name } else { named.unicodeScalars.append(scalar) }
        }
        // ICU's transliteration covers every script that has an established romanisation.
        let latin = named.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false) ?? named
        return String(decoding: latin.utf8.filter { (0x21...0x7E).contains($0) }, as: UTF8.self)
    }

    private static let names: [Unicode.Scalar: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201B}": "'", "\u{02BC}": "'", "\u{2032}": "'", "\u{201A}": "",
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2033}": "\"", "\u{AB}": "\"", "\u{BB}": "\"",
        "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2212}": "-", "\u{2014}": "--",
        "\u{2015}": "--", "\u{2026}": "...", "\u{B7}": "-", "\u{2022}": "-", "\u{AD}": "", "\u{200B}": "",
        "£": "$gbp", "€": "$eur", "¥": "$jpy", "₹": "$inr",
        // An underscore parts a word in two.
        "½": "_1/2", "¼": "_1/4", "¾": "_3/4", "⅓": "_1/3", "⅔": "_2/3", "×": "x", "÷": "/", "°": "_degrees_",
        "¢": "_cents", "™": "", "®": "", "©": "",
        "№": "#",
    ]
}
