import ReelCore
import ReelRunner
import Testing

@Suite struct RetryPolicyTests {
    private let passing = JobFailure(stage: nil, code: "x", message: "x", isRetryable: true)

    @Test func waitsGrowAndStayBelowTheCap() {
        let policy = RetryPolicy()
        let longest = (1...8).map { policy.delay(after: passing, errors: $0, random: 1)! }
        #expect(longest.prefix(3) == [.seconds(6), .seconds(18), .seconds(54)])
        #expect(longest.last == .seconds(600))
        #expect(policy.delay(after: passing, errors: 1, random: 0) == .seconds(3))
        #expect(policy.delay(after: passing, errors: .max, random: 1) == .seconds(600))
    }

    @Test func whatCannotPassIsNotTried() {
        let lasting = JobFailure(stage: nil, code: "x", message: "x", isRetryable: false)
        #expect(RetryPolicy().delay(after: lasting, errors: 1) == nil)
    }
}
