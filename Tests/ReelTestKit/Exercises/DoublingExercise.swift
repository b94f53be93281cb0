import Foundation
import Glibc
import Testing

/// Holds that the cost of reading a stranger's text grows with its length and not with the square of it.
///
/// Each shape is read in seven lengths, each twice the one before. The cost is the processor time of the thread, the
/// least of several readings, because a busy machine can only add to it. A doubling may cost at most `limit` times as
/// much, on the average of three in a row; a quadratic reader costs four times.
///
///     @Test(arguments: HostileShape.markup)
///     func grows(_ shape: HostileShape) { DoublingExercise().run(shape) { _ = Reader.read($0) } }
public struct DoublingExercise: Sendable {
    /// How often the shape's unit is repeated in the shortest input.
    public var first: Int
    /// How many times the length is doubled.
    public var doublings: Int
    /// What one doubling may cost on the average, as a factor: two for what is linear, with room for caches and logarithms.
    public var limit: Double
    /// Seconds of processor time that one reading may take at most, whatever its length.
    public var budget: Double

    public init(first: Int = 1_000, doublings: Int = 6, limit: Double = 2.6, budget: Double = 20) {
        self.first = first
        self.doublings = doublings
        self.limit = limit
        self.budget = budget
    }

    /// An exercise whose longest input is a shape of about that many bytes; of a quarter in debug builds, whose code costs
    /// some ten times as much.
    public init(of shape: HostileShape, upTo bytes: Int) {
        let unit = (shape.text(200).utf8.count - shape.text(100).utf8.count) / 100
        #if DEBUG
            let bytes = bytes / 4
        #endif
        self.init(first: max(1, bytes / max(1, unit) / 64))
    }

    /// Reads the shape in each length and records an issue for a doubling that costs too much.
    ///
    /// - Parameter read: reads the input on the calling thread and throws away what comes of it; an input that is refused
    ///   is read as well.
    public func run(
        _ shape: HostileShape, _ read: (String) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var earlier: [(input: String, cost: Double)] = []
        for step in 0...doublings {
            let input = shape.text(first << step)
            var cost = Self.cost(of: input, read)
            if step >= Self.span {
                let before = earlier[step - Self.span]
                var least = max(before.cost, Self.negligible)
                // Whatever else the machine does can have come between: what looks costly is measured again.
                for _ in 0..<5 where cost > allowed * least && cost < budget {
                    least = max(least, Self.cost(of: before.input, read))
                    cost = min(cost, Self.cost(of: input, read))
                }
                #expect(
                    cost <= allowed * least,
                    "\(shape): \(before.input.utf8.count) bytes cost \(least) s, \(input.utf8.count) bytes \(cost) s",
                    sourceLocation: sourceLocation)
                // What is quadratic is not followed to its end.
                if cost > allowed * least { return }
            }
            #expect(
                cost <= budget, "\(shape): \(input.utf8.count) bytes cost \(cost) s", sourceLocation: sourceLocation)
            if cost > budget { return }
            earlier.append((input, cost))
        }
    }

    /// How many doublings are judged together. One or two can cost more than their share because the input grows out of a
    /// cache of the processor, the more so where neighbours fill it; over three, linear (8) and quadratic (64) lie so far
    /// apart that the limit is twice the one and a third of the other.
    private static let span = 3

    /// What `span` doublings may cost, as a factor.
    private var allowed: Double { pow(limit, Double(Self.span)) }

    /// Seconds below which a reading is cheap at any rate, and the clock and the caches are most of what is measured.
    private static let negligible = 0.005

    /// Seconds of the thread's processor time: the least of up to three readings.
    private static func cost(of input: String, _ read: (String) -> Void) -> Double {
        var least = Double.infinity
        for _ in 0..<3 {
            let began = threadSeconds()
            read(input)
            least = min(least, threadSeconds() - began)
            if least > 0.1 { break }
        }
        return least
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
