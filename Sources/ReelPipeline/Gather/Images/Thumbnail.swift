/// A picture of 9x8 pixels: enough to see whether two pictures are the same one in two sizes.
package struct Thumbnail: Hashable, Codable, Sendable {
    package static let width = 9
    package static let height = 8

    /// RGB, row by row.
    package var pixels: [UInt8]

    package init?(_ pixels: [UInt8]) {
        guard pixels.count == Self.width * Self.height * 3 else { return nil }
        self.pixels = pixels
    }

    package var luma: [Double] {
        stride(from: 0, to: pixels.count, by: 3).map { Luma.of(pixels[$0], pixels[$0 + 1], pixels[$0 + 2]) }
    }

    /// The difference hash: one bit for each pixel, whether its right neighbour is lighter.
    package var differenceHash: UInt64 {
        let luma = luma
        var hash: UInt64 = 0
        for row in 0..<Self.height {
            for column in 0..<Self.width - 1 {
                let left = row * Self.width + column
                hash = hash << 1 | (luma[left + 1] > luma[left] ? 1 : 0)
            }
        }
        return hash
    }

    /// Whether all of the picture has nearly one colour.
    package var isBlank: Bool {
        (0..<3).allSatisfy { channel in
            let values = stride(from: channel, to: pixels.count, by: 3).map { Int(pixels[$0]) }
            return (values.max() ?? 0) - (values.min() ?? 0) <= 4
        }
    }

    /// Whether the other one shows the same picture. The hash forgives another brightness, the colours forgive a hash
    /// that even areas make a matter of luck; both must agree.
    package func showsTheSame(as other: Thumbnail) -> Bool {
        let bits = (differenceHash ^ other.differenceHash).nonzeroBitCount
        let distance = zip(pixels, other.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return bits <= 8 && distance <= 10 * pixels.count
    }
}
