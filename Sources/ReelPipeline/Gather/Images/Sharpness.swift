import ReelCore

/// How sharp a picture is, by how wide its edges are.
///
/// An edge that a lens or a scaler has blurred by a Gaussian of width s has a slope whose sum is its height A, and a
/// curvature whose sum is 0.8 A/s. Their ratio therefore tells s whatever the picture shows and however strong its
/// contrasts are. Both are summed where the slope is at least a quarter of the steepest, so that noise and even areas
/// do not count; there the ratio is 0.66/s.
package enum Sharpness {
    /// Pixels of blur that every photograph has; more is seen.
    private static let unseenBlur = 0.75
    /// A slope below this, in levels a pixel, is no edge: a picture without any is not called sharp.
    private static let leastSlope: Float = 2
    private static let unknown = coarse

    /// Below this the picture is looked at in half its size: the curvature of a wide edge is less than a level of
    /// brightness from one pixel to the next, and would be lost in rounding.
    private static let coarse = 0.6

    /// The share of the picture's pixels, along one edge, that carry detail: 1 for a sharp picture, 0.25 for one that
    /// could be shown at a quarter of its size without a difference.
    package static func share(_ image: AnalysisImage) -> Double {
        share(image.luma, image.size.width, image.size.height)
    }

    private static func share(_ luma: [Float], _ width: Int, _ height: Int) -> Double {
        guard width > 2, height > 2 else { return 1 }
        let share = measured(luma, width, height)
        guard share < coarse, min(width, height) > 96 else { return share }
        let (halfWidth, halfHeight) = (width / 2, height / 2)
        var half = [Float](repeating: 0, count: halfWidth * halfHeight)
        for row in 0..<halfHeight {
            for column in 0..<halfWidth {
                let at = 2 * row * width + 2 * column
                half[row * halfWidth + column] = (luma[at] + luma[at + 1] + luma[at + width] + luma[at + width + 1]) / 4
            }
        }
        return min(share, 0.5 * self.share(half, halfWidth, halfHeight))
    }

    private static func measured(_ luma: [Float], _ width: Int, _ height: Int) -> Double {
        var slopes = [Float](repeating: 0, count: luma.count)
        // A histogram of quarter levels, for the steepest slopes without sorting.
        var counts = [Int](repeating: 0, count: 1024)
        for row in 1..<height - 1 {
            for at in row * width + 1..<(row + 1) * width - 1 {
                let across = (luma[at + 1] - luma[at - 1]) / 2
                let down = (luma[at + width] - luma[at - width]) / 2
                let slope = (across * across + down * down).squareRoot()
                slopes[at] = slope
                counts[min(1023, Int(slope * 4))] += 1
            }
        }
        let steepest = percentile(counts, 0.995) / 4
        guard steepest >= leastSlope else { return unknown }
        var (slopeSum, curveSum) = (0.0, 0.0)
        for row in 1..<height - 1 {
            for at in row * width + 1..<(row + 1) * width - 1 where slopes[at] >= steepest / 4 {
                let curve = luma[at - 1] + luma[at + 1] + luma[at - width] + luma[at + width] - 4 * luma[at]
                slopeSum += Double(slopes[at])
                curveSum += Double(abs(curve))
            }
        }
        guard curveSum > 0 else { return unknown }
        return min(1, unseenBlur / (0.66 * slopeSum / curveSum))
    }

    private static func percentile(_ counts: [Int], _ share: Double) -> Float {
        let wanted = Int(Double(counts.reduce(0, +)) * share)
        var sum = 0
        for (value, count) in counts.enumerated() {
            sum += count
            if sum > wanted { return Float(value) }
        }
        return Float(counts.count)
    }
}
