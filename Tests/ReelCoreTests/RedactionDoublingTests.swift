import ReelCore
import ReelTestKit
import Testing

/// Messages quote what strangers sent.
@Suite struct RedactionDoublingTests {
    @Test(arguments: [
        HostileShape.repeated("://"), .repeated("@", after: "://"), .repeated("?key="), .repeated("?key=a&"),
        .nested("://", "@"), .repeated("&access_token"), .repeated("a://b@c/?sig=d "),
    ])
    func theCostGrowsWithTheLength(_ shape: HostileShape) {
        DoublingExercise().run(shape) { _ = Redaction.message($0) }
    }
}
