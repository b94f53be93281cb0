import ReelRunner
import Testing

@Suite struct RestartPolicyTests {
    @Test func whatHadComeUpIsStartedAtOnceHoweverOftenItIsKilled() {
        var policy = RestartPolicy()
        for _ in 0..<100 {
            policy.started()
            policy.becameReady()
            #expect(policy.ended() == .milliseconds(200))
        }
    }

    @Test func whatDiesBeforeItIsReadyWaitsLongerEachTime() {
        var policy = RestartPolicy()
        let delays = (0..<9).map { _ in
            policy.started()
            return policy.ended()
        }
        #expect(delays == [200, 400, 800, 1_600, 3_200, 6_400, 12_800, 15_000, 15_000].map { .milliseconds($0) })
    }

    @Test func onceReadyItIsForgiven() {
        var policy = RestartPolicy()
        for _ in 0..<5 {
            policy.started()
            _ = policy.ended()
        }
        policy.started()
        policy.becameReady()
        #expect(policy.ended() == .milliseconds(200))
        policy.started()
        #expect(policy.ended() == .milliseconds(200))
    }
}
