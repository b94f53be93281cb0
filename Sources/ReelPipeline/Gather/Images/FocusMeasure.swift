import Foundation
import ReelCore

/// Where in a picture that lies which must not be cropped away.
///
/// The picture is divided into cells, 48 along its longer edge. A cell counts by three things, each 0...1: how far its
/// colour is from that of the picture's rim, which mostly shows the background (in Oklab); how much detail it has; and
/// how much of it has the colours of skin. What half of the cells have is background and is taken off. Then the best
/// window is sought twice: of all upright windows 2/5 as wide as the picture the one with the most in it, and of all
/// lying ones half as high. The focus is the centre of mass within them, drawn back towards the middle of the picture
/// as far as the window holds no more than its share: a picture that is even all over is best cropped in its middle.
package enum FocusMeasure {
    private static let cells = 48
    private static let windowWidth = 0.4
    private static let windowHeight = 0.5
    /// What a window must hold beyond its share, of what it could, to be trusted wholly.
    private static let trusted = 0.5

    package static func focus(_ image: AnalysisImage) -> FocusPoint {
        let grid = Grid(image, cells: cells)
        let weights = weights(grid)
        var columns = [Double](repeating: 0, count: grid.columns)
        var rows = [Double](repeating: 0, count: grid.rows)
        for row in 0..<grid.rows {
            for column in 0..<grid.columns {
                columns[column] += weights[row * grid.columns + column]
                rows[row] += weights[row * grid.columns + column]
            }
        }
        return FocusPoint(x: place(columns, window: windowWidth), y: place(rows, window: windowHeight))
    }

    private static func weights(_ grid: Grid) -> [Double] {
        let rim = grid.rim
        var far = grid.colours.map { colour in rim.map { distance($0, colour) }.reduce(0, +) / Double(rim.count) }
        var detail = grid.detail
        normalize(&far)
        normalize(&detail)
        var weights = grid.colours.indices.map { 0.35 * far[$0] + 0.25 * detail[$0] + 0.4 * grid.skin[$0] }
        let background = weights.sorted()[weights.count / 2]
        for index in weights.indices { weights[index] = max(0, weights[index] - background) }
        return weights
    }

    private static func distance(_ one: SIMD3<Float>, _ other: SIMD3<Float>) -> Double {
        let away = one - other
        return Double((away * away).sum().squareRoot())
    }

    /// To 0...1, where 1 is what one cell in a hundred exceeds: a small subject is still one.
    private static func normalize(_ values: inout [Double]) {
        let sorted = values.sorted()
        let high = sorted[values.count * 99 / 100]
        let top = high > 1e-3 * sorted[values.count - 1] ? high : sorted[values.count - 1]
        for index in values.indices { values[index] = top > 1e-6 ? min(1, values[index] / top) : 0 }
    }

    /// A place 0...1.
    private static func place(_ sums: [Double], window share: Double) -> Double {
        let length = max(1, Int((Double(sums.count) * share).rounded()))
        let total = sums.reduce(0, +)
        guard length < sums.count, total > 1e-6 else { return 0.5 }
        func mass(_ start: Int) -> Double { sums[start..<start + length].reduce(0, +) }
        let best = (0...sums.count - length).max { mass($0) < mass($1) } ?? 0
        let centre = (best..<best + length).reduce(0) { $0 + sums[$1] * (Double($1) + 0.5) } / max(mass(best), 1e-6)
        let fair = Double(length) / Double(sums.count)
        let beyond = (mass(best) / total - fair) / (1 - fair)
        return 0.5 + (centre / Double(sums.count) - 0.5) * min(1, max(0, beyond / trusted))
    }
}

/// Means over the cells of a picture.
private struct Grid {
    let columns: Int
    let rows: Int
    /// Oklab.
    private(set) var colours: [SIMD3<Float>] = []
    /// The mean slope of brightness.
    private(set) var detail: [Double] = []
    /// The share of pixels that have the colours of skin.
    private(set) var skin: [Double] = []

    init(_ image: AnalysisImage, cells: Int) {
        let (width, height) = (image.size.width, image.size.height)
        let longer = max(width, height)
        columns = max(1, min(width, (cells * width + longer / 2) / longer))
        rows = max(1, min(height, (cells * height + longer / 2) / longer))
        let luma = image.luma
        for row in 0..<rows {
            for column in 0..<columns {
                let across = column * width / columns..<(column + 1) * width / columns
                let down = row * height / rows..<(row + 1) * height / rows
                measure(image, luma, across, down)
            }
        }
    }

    private mutating func measure(_ image: AnalysisImage, _ luma: [Float], _ across: Range<Int>, _ down: Range<Int>) {
        let (width, height) = (image.size.width, image.size.height)
        var (red, green, blue, skinCount, slope) = (0, 0, 0, 0, 0.0 as Float)
        for y in down {
            for x in across {
                let at = y * width + x
                let (r, g, b) = (
                    Int(image.pixels[3 * at]), Int(image.pixels[3 * at + 1]), Int(image.pixels[3 * at + 2])
                )
                (red, green, blue) = (red + r, green + g, blue + b)
                if Self.isSkin(r, g, b) { skinCount += 1 }
                if x + 1 < width { slope += abs(luma[at + 1] - luma[at]) }
                if y + 1 < height { slope += abs(luma[at + width] - luma[at]) }
            }
        }
        let count = max(1, across.count * down.count)
        colours.append(
            OklabColour(hex: UInt32(red / count) << 16 | UInt32(green / count) << 8 | UInt32(blue / count)).lab)
        skin.append(Double(skinCount) / Double(count))
        detail.append(Double(slope) / Double(count))
    }

    /// The colours of the cells along the rim.
    var rim: [SIMD3<Float>] {
        colours.indices.filter { index in
            let (row, column) = (index / columns, index % columns)
            return row == 0 || row == rows - 1 || column == 0 || column == columns - 1
        }.map { colours[$0] }
    }

    /// The box in Cb and Cr that skin of all shades falls into (Chai and Ngan, 1999), by BT.601.
    private static func isSkin(_ r: Int, _ g: Int, _ b: Int) -> Bool {
        guard r + g + b > 120 else { return false }
        let blueness = 128 - (37_797 * r + 74_203 * g - 112_000 * b) / 224_000
        let redness = 128 + (112_000 * r - 93_786 * g - 18_214 * b) / 224_000
        return (77...127).contains(blueness) && (133...173).contains(redness)
    }
}
