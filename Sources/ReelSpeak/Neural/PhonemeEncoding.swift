/// The numbers by which a network knows phonemes and marks.
struct PhonemeEncoding {
    /// What each letter is written as; most have one number.
    let numbers: [Unicode.Scalar: [Int64]]
    /// Before the first and after the last.
    let start: [Int64]
    let end: [Int64]
    /// After each letter.
    let pad: [Int64]

    init(_ numbers: [Unicode.Scalar: [Int64]], start: [Int64] = [0], end: [Int64] = [0], pad: [Int64] = []) {
        (self.numbers, self.start, self.end, self.pad) = (numbers, start, end, pad)
    }

    /// A part of a text as a network is given it.
    struct Encoded {
        var numbers: [Int64]
        /// For each unit where it begins, the space before it included, and where it ends, its mark not included; `nil` for
        /// those without letters.
        var places: [Range<Int>?] = []
        /// A hash of the numbers (FNV-1a), so that the same text has the same noise.
        var seed: UInt64 = 0
        var isEmpty: Bool { places.allSatisfy { $0 == nil } }
    }

    /// Spaces stand between units, and marks behind them.
    func encode(_ units: [PhonemeUnit]) -> Encoded {
        var encoded = Encoded(numbers: start + (start.isEmpty ? [] : pad))
        var isFirst = true
        func append(_ letter: [Int64]) { encoded.numbers += letter + pad }
        for unit in units {
            let letters = unit.phonemes.compactMap { numbers[$0] }
            let begin = encoded.numbers.count
            if !letters.isEmpty {
                if !isFirst, let space = numbers[" "] { append(space) }
                letters.forEach(append)
                isFirst = false
            }
            encoded.places.append(letters.isEmpty ? nil : begin..<encoded.numbers.count)
            if let mark = unit.mark.flatMap({ numbers[$0] }), !isFirst { append(mark) }
        }
        encoded.numbers += end
        encoded.seed = encoded.numbers.reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64(bitPattern: $1)) &* 0x100_0000_01B3
        }
        return encoded
    }
}
