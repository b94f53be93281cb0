import Glibc

/// How much processor time a piece of work on one thread may take. Every parser of a request is linear and its input
/// bounded; this ends what is not, whatever the reason, and does not depend on what else the machine does.
public struct CPUBudget: Sendable {
    /// The work took more.
    public struct Exceeded: Error, Hashable, Sendable, CustomStringConvertible {
        public var seconds: Double

        public var description: String { "it took more than \(seconds) s of processor time" }
    }

    private let seconds: Double
    private let start: Double

    /// Begins now, on this thread; only this thread may ask.
    public init(seconds: Double) {
        self.seconds = seconds
        start = Self.threadSeconds()
    }

    /// To be called between the steps of the work.
    public func check() throws(Exceeded) {
        guard Self.threadSeconds() - start <= seconds else { throw Exceeded(seconds: seconds) }
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
