/// Which phonemes of a clause belong to which word. espeak-ng runs words together ("ʌvðə" for "of the") and parts one that
/// has several; where a word lies is found by aligning the clause with the words as they are pronounced alone.
package enum PhonemeAlignment {
    package typealias Phonemes = [Unicode.Scalar]

    /// - Parameters:
    ///   - clause: with spaces between words.
    ///   - words: the words of the clause, each pronounced alone.
    /// - Returns: for each word its part of the clause, without spaces around it; a word that nothing is left of is as alone.
    package static func split(_ clause: Phonemes, among words: [Phonemes]) -> [Phonemes] {
        let pieces = clause.split(separator: " ").map(Phonemes.init)
        let isParted = words.allSatisfy { !$0.contains(" ") && !$0.isEmpty }
        if pieces.count == words.count, isParted { return pieces }
        let spoken = Phonemes(pieces.joined(separator: [" "]))
        let alone = Phonemes(words.joined(separator: [" "]))
        let places = align(alone, with: spoken)
        var start = 0
        return words.map { word in
            let part = spoken[places[start]..<places[start + word.count]]
            start += word.count + 1
            let trimmed = Phonemes(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            return trimmed.contains { kind($0) >= .consonant } ? trimmed : word
        }
    }

    /// The cheapest way from one string to the other (Needleman and Wunsch 1970).
    ///
    /// - Returns: for each place in `one`, its end included, the place in `other` that it is at.
    private static func align(_ one: Phonemes, with other: Phonemes) -> [Int] {
        let width = other.count + 1
        let columns = other.map { (scalar: $0, kind: kind($0)) }
        var costs = [Int32](repeating: 0, count: (one.count + 1) * width)
        for column in 0..<other.count { costs[column + 1] = costs[column] + columns[column].kind.cost }
        for row in 0..<one.count {
            let (scalar, kind) = (one[row], kind(one[row]))
            let (above, here) = (row * width, (row + 1) * width)
            costs[here] = costs[above] + kind.cost
            for column in 0..<other.count {
                let next = columns[column]
                let exchange: Int32 = scalar == next.scalar ? 0 : kind == next.kind ? 2 : 8
                costs[here + column + 1] = min(
                    costs[above + column] + exchange, costs[above + column + 1] + kind.cost,
                    costs[here + column] + next.kind.cost)
            }
        }
        var places = [Int](repeating: 0, count: one.count + 1)
        var (row, column) = (one.count, other.count)
        places[row] = column
        while row > 0 {
            let (here, above) = (row * width, (row - 1) * width)
            let cost = costs[here + column]
            let isExchange =
                column > 0
                && cost
                    == costs[above + column - 1]
                    + (one[row - 1] == other[column - 1]
                        ? 0 : kind(one[row - 1]) == columns[column - 1].kind ? 2 : 8)
            if isExchange {
                row -= 1
                column -= 1
            } else if cost == costs[above + column] + kind(one[row - 1]).cost {
                row -= 1
            } else {
                column -= 1
                continue
            }
            places[row] = column
        }
        return places
    }

    private enum Kind: Int, Comparable {
        case space, stress, consonant, vowel

        /// Of leaving one out.
        var cost: Int32 { self >= .consonant ? 2 : 1 }

        static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }
    }

    private static func kind(_ scalar: Unicode.Scalar) -> Kind {
        switch scalar {
        case " ": .space
        case "ˈ", "ˌ", "ː", "^", "\u{303}", "\u{329}", "ʲ": .stress
        case _ where vowels.contains(scalar): .vowel
        default: .consonant
        }
    }

    private static let vowels = Set("AIOWYaeiouyøœɶæɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵʉʊʌʏᵊᵻ".unicodeScalars)
}
