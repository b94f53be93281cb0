import Foundation
import Testing

/// A canonical 16-bit mono WAVE file, read by the test itself.
struct WAVE {
    let sampleRate: Int
    let samples: [Int16]

    init(_ url: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: url))
        func number(_ offset: Int, _ count: Int) -> Int {
            bytes[offset..<(offset + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let marks = [bytes[0..<4], bytes[8..<16], bytes[36..<40]].map { String(decoding: $0, as: UTF8.self) }
        #expect(marks == ["RIFF", "WAVEfmt ", "data"])
        #expect(number(4, 4) == bytes.count - 8)
        let form = [number(20, 2), number(22, 2), number(32, 2), number(34, 2)]
        #expect(form == [1, 1, 2, 16])
        #expect(number(40, 4) == bytes.count - 44)
        sampleRate = number(24, 4)
        samples = stride(from: 44, to: bytes.count - 1, by: 2).map { Int16(truncatingIfNeeded: number($0, 2)) }
    }

    var duration: Double { Double(samples.count) / Double(sampleRate) }

    /// Root mean square between two times in seconds.
    func level(_ start: Double, _ end: Double) -> Double {
        let range = samples[
            min(samples.count, Int(start * Double(sampleRate)))..<min(samples.count, Int(end * Double(sampleRate)))]
        let power = range.reduce(0.0) { $0 + Double($1) * Double($1) }
        return (power / Double(max(range.count, 1))).squareRoot()
    }
}
