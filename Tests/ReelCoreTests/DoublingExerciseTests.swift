import ReelTestKit
import Testing

/// The exercise itself: it must find what is quadratic and let pass what is linear.
@Suite struct DoublingExerciseTests {
    @Test(arguments: HostileShape.five(sign: "<", opening: "[", closing: "]", nearly: "<!-"))
    func letsALinearReaderPass(_ shape: HostileShape) {
        DoublingExercise(first: 4_000).run(shape) { text in
            _ = text.utf8.reduce(UInt64(0)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
        }
    }

    @Test func findsAQuadraticReader() {
        withKnownIssue {
            DoublingExercise(first: 1_000).run(.repeated("<")) { text in
                let bytes = Array(text.utf8)
                var hash: UInt64 = 0
                for end in bytes.indices {
                    hash = bytes[...end].reduce(hash) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
                }
                // Else the optimiser sees that nobody wants it.
                if hash == 1 { print(hash) }
            }
        }
    }

    @Test func endsAtTheBudget() {
        withKnownIssue {
            DoublingExercise(first: 1_000, budget: 0).run(.repeated("a")) { _ = $0.count }
        }
    }
}
