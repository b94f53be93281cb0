import Foundation

/// A gradient across the palette's darker colours, at an angle.
struct Gradient {
    private let direction: SIMD2<Float>
    private let colours: [OklabColour]

    init(_ palette: Palette, angle: Float) {
        direction = SIMD2(sin(angle), cos(angle)) / 1.9
        colours = [palette.colours[0], palette.colours[0].mixed(with: palette.colours[1], 0.6), palette.colours[1]]
    }

    func colour(_ x: Float, _ y: Float) -> OklabColour {
        let along = 0.5 + (x - 0.5) * direction.x + (y - 0.89) * direction.y
        let place = min(max(along, 0), 0.9999) * Float(colours.count - 1)
        let step = Int(place)
        return colours[step].mixed(with: colours[step + 1], smooth(place - Float(step)))
    }
}

/// 0 at 0, 1 at 1, level at both ends.
func smooth(_ share: Float) -> Float {
    let share = min(max(share, 0), 1)
    return share * share * (3 - 2 * share)
}

/// Wide curved bands like folded paper: each is lit along its upper edge and falls into the shadow of the next.
struct FoldsPainter: BackdropPainter {
    private let along: SIMD2<Float>
    private let bends: [(size: Float, rate: SIMD2<Float>, phase: Float)]
    private let rate: Float
    private let shift: Float
    private let colours: [OklabColour]
    private let glow: SIMD2<Float>

    init(_ palette: Palette, _ random: inout SplitMix64) {
        let side: Float = random.next() & 1 == 0 ? 1 : -1
        let angle = side * random.number(0.35...0.8)
        along = SIMD2(sin(angle), cos(angle))
        bends = (0..<2).map { index in
            let scale = Float(index + 1)
            let rate = SIMD2(random.number(1.4...2.2), random.number(0.5...1.2)) * scale
            return (random.number(0.14...0.2) / (scale * scale), rate, random.number(0...6.28))
        }
        rate = random.number(1.5...2.1)
        shift = random.number(0...1)
        colours = palette.colours
        glow = SIMD2(random.number(0.25...0.75), random.number(0.4...0.8))
    }

    func colour(_ x: Float, _ y: Float) -> OklabColour {
        let place = SIMD2(x, y)
        var height = (place * along).sum()
        for bend in bends { height += bend.size * sin((place * bend.rate).sum() + bend.phase) }
        let away = place - glow
        let near = exp(-(away * away).sum() / 0.3)
        let up = height * rate + shift
        let band = up.rounded(.down)
        let inside = up - band
        // The bands' edges are as wide as a pixel or two, or they would show steps.
        let edge = smooth(inside / 0.012)
        return paper(band - 1, 1, near).mixed(with: paper(band, inside, near), edge)
    }

    /// A band at a place 0...1 between its lit edge and the shadow of the next band.
    private func paper(_ band: Float, _ inside: Float, _ near: Float) -> OklabColour {
        // Neighbours differ, and the nearer to the glow, the lighter.
        let tone = 0.5 + 0.5 * sin(band * 2.4 + shift * 6.28)
        let light = colours[1].mixed(with: colours[2], 0.15 + 0.5 * near + 0.25 * tone)
            .mixed(with: colours[3], 0.5 * near * near * (1 - inside))
        let dark = colours[0].mixed(with: colours[1], 0.35 + 0.4 * near)
        return light.mixed(with: dark, 0.15 + 0.85 * smooth(inside))
    }
}

/// Hills one behind the other, lighter towards the horizon, each with a soft shadow above its edge.
struct DunesPainter: BackdropPainter {
    private struct Hill {
        var height: Float
        var waves: [(size: Float, rate: Float, phase: Float)]
        var top: OklabColour
        var bottom: OklabColour

        func edge(_ x: Float) -> Float {
            waves.reduce(height) { $0 + $1.size * sin($1.rate * x + $1.phase) }
        }
    }

    private let ground: Gradient
    private let sun: SIMD2<Float>
    private let glow: OklabColour
    /// From the farthest to the nearest.
    private let hills: [Hill]

    init(_ palette: Palette, _ random: inout SplitMix64) {
        ground = Gradient(palette, angle: .pi + random.number(-0.3...0.3))
        sun = SIMD2(random.number(0.15...0.85), random.number(0.35...0.6))
        glow = palette.colours[2].mixed(with: palette.colours[3], 0.5)
        let count = 5
        hills = (0..<count).map { index in
            let depth = Float(index) / Float(count - 1)
            let far = palette.colours[2].mixed(with: palette.colours[1], 0.25)
            let top = far.mixed(with: palette.colours[0], 0.12 + 0.75 * depth)
            return Hill(
                height: 0.72 + 0.2 * Float(index) + random.number(-0.03...0.03),
                waves: [
                    (random.number(0.05...0.1), random.number(2...3.5), random.number(0...6.28)),
                    (random.number(0.01...0.025), random.number(5...8), random.number(0...6.28)),
                ],
                top: top, bottom: top.mixed(with: palette.colours[0], 0.55))
        }
    }

    func colour(_ x: Float, _ y: Float) -> OklabColour {
        // What a nearer hill hides need not be drawn.
        let first = hills.lastIndex { y > $0.edge(x) + 0.002 } ?? 0
        let away = SIMD2(x, y) - sun
        var colour = ground.colour(x, y).mixed(with: glow, 0.85 * exp(-(away * away).sum() / 0.13))
        for hill in hills[first...] {
            let below = y - hill.edge(x)
            // A hill's shadow falls on what is behind it.
            colour.lab.x *= 1 - 0.22 * exp(-max(-below, 0) / 0.06)
            let cover = smooth(below / 0.0025 + 0.5)
            if cover > 0 { colour = colour.mixed(with: hill.top.mixed(with: hill.bottom, smooth(below / 0.45)), cover) }
        }
        return colour
    }
}

/// Large discs, bright at one rim and fading into the ground at the other.
struct OrbitsPainter: BackdropPainter {
    private struct Disc {
        var centre: SIMD2<Float>
        var radius: Float
        var light: SIMD2<Float>
        var colour: OklabColour
    }

    private let ground: Gradient
    private let discs: [Disc]

    init(_ palette: Palette, _ random: inout SplitMix64) {
        ground = Gradient(palette, angle: random.number(-0.5...0.5))
        let angle = random.number(0...6.28)
        let light = SIMD2(cos(angle), sin(angle))
        let side: Float = random.next() & 1 == 0 ? 1 : -1
        let places: [(SIMD2<Float>, Float)] = [
            (SIMD2(0.5 + side * 0.45, 0.3), 0.62), (SIMD2(0.5 - side * 0.35, 1.45), 0.78),
            (SIMD2(0.5 - side * 0.3, 0.62), 0.26), (SIMD2(0.5 + side * 0.28, 1.12), 0.17),
        ]
        var discs: [Disc] = []
        for (index, place) in places.enumerated() {
            let shift = SIMD2(random.number(-0.08...0.08), random.number(-0.08...0.08))
            discs.append(
                Disc(
                    centre: place.0 + shift, radius: place.1 * random.number(0.85...1.15), light: light,
                    colour: palette.colours[index < 2 ? 1 : 2].mixed(with: palette.colours[index < 2 ? 2 : 3], 0.5)))
        }
        self.discs = discs
    }

    func colour(_ x: Float, _ y: Float) -> OklabColour {
        var colour = ground.colour(x, y)
        for disc in discs {
            let away = SIMD2(x, y) - disc.centre
            let distance = (away * away).sum().squareRoot() / disc.radius
            guard distance < 1.02 else { continue }
            let inside = smooth((1 - distance) * disc.radius / 0.003 + 0.5)
            let lit = 0.5 + 0.5 * (away * disc.light).sum() / disc.radius
            colour = colour.mixed(with: disc.colour, inside * (0.06 + 0.8 * lit * lit * lit))
        }
        return colour
    }
}
