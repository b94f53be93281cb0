import NIOCore
import NIOWebSocket
import ReelBridge
import ReelCore
import ReelTestKit
import Testing

/// What a watcher sends costs as much as it is long.
@Suite(.serialized) struct BridgeDoublingTests {
    static let messages: [HostileShape] =
        HostileShape.five(sign: "\"", opening: "{\"subscribe\":", closing: "}", nearly: "{\"subscribe\": \"x\"}") + [
            .repeated("x", after: "{\"subscribe\": \"", before: "\"}"), .repeated("["),
            .repeated("\u{301}", after: "{\"subscribe\": \"", before: "\"}"),
            .repeated("\\u0000", after: "{\"subscribe\": \"", before: "\"}"),
        ]

    @Test(arguments: messages) func aMessage(_ shape: HostileShape) {
        DoublingExercise(first: 250).run(shape) {
            var session = BridgeSession()
            _ = session.receive(.text($0))
            _ = session.next()
        }
    }

    /// Many small messages, until the session has enough.
    @Test(arguments: [.repeated("{"), .repeated("x")] as [HostileShape])
    func manyMessages(_ shape: HostileShape) {
        DoublingExercise(first: 100).run(shape) {
            var session = BridgeSession()
            for character in $0.utf8 { _ = session.receive(.text(String(Unicode.Scalar(character)))) }
        }
    }

    /// One byte a frame, up to the limit of a message that the bridge has.
    @Test(arguments: HostileShape.five(sign: "a", opening: "{", closing: "}", nearly: "é"))
    func aMessageInManyFrames(_ shape: HostileShape) {
        DoublingExercise(first: 64).run(shape) { text in
            var reader = FrameReader(limit: 4_096)
            for (index, byte) in text.utf8.enumerated() {
                _ = reader.read(
                    WebSocketFrame(
                        fin: index == text.utf8.count - 1, opcode: index == 0 ? .text : .continuation,
                        maskKey: WebSocketMaskingKey([0, 0, 0, 0]), data: ByteBuffer(bytes: [byte])))
            }
        }
    }
}
