/// Paths of drawings: `m` moves, `l` draws a line, `b` a cubic Bézier curve; x to the right, y down.
package enum ASSPath {
    /// How far a Bézier curve's handles stand from its ends, in radii, to draw a quarter of a circle.
    private static let handle = 0.5523

    /// A filled rectangle whose left top corner lies at 0, 0.
    ///
    /// - Parameter radius: of its corners; as large as fits at most.
    package static func rectangle(width w: Double, height h: Double, radius: Double) -> String {
        let r = min(radius, w / 2, h / 2)
        let k = r * (1 - handle)
        return "m \(p(r, 0)) l \(p(w - r, 0)) b \(p(w - k, 0)) \(p(w, k)) \(p(w, r))"
            + " l \(p(w, h - r)) b \(p(w, h - k)) \(p(w - k, h)) \(p(w - r, h))"
            + " l \(p(r, h)) b \(p(k, h)) \(p(0, h - k)) \(p(0, h - r))"
            + " l \(p(0, r)) b \(p(0, k)) \(p(k, 0)) \(p(r, 0))"
    }

    /// A ring whose box has its left top corner at 0, 0: two circles wound in opposite directions leave one.
    ///
    /// - Parameter line: how thick it is, inwards from `radius`.
    package static func ring(radius: Double, line: Double) -> String {
        func circle(_ r: Double, _ way: Double) -> String {
            let k = r * handle
            func at(_ dx: Double, _ dy: Double) -> String { p(radius + dx, radius + dy * way) }
            return "m \(at(0, -r)) b \(at(k, -r)) \(at(r, -k)) \(at(r, 0)) b \(at(r, k)) \(at(k, r)) \(at(0, r)) "
                + "b \(at(-k, r)) \(at(-r, k)) \(at(-r, 0)) b \(at(-r, -k)) \(at(-k, -r)) \(at(0, -r))"
        }
        return circle(radius, 1) + " " + circle(max(0, radius - line), -1)
    }

    private static func p(_ x: Double, _ y: Double) -> String { "\(ASSTags.number(x)) \(ASSTags.number(y))" }
}
