import NIOCore
import NIOWebSocket
import ReelBridge
import Testing

@Suite struct FrameReaderTests {
    @Test func messagesInOneFrameAndInSeveral() {
        var reader = FrameReader(limit: 100)
        #expect(reader.read(frame(.text, "one")) == .text("one"))
        #expect(reader.read(frame(.text, "tw", fin: false)) == nil)
        #expect(reader.read(frame(.ping, "!")) == .ping(Array("!".utf8)))
        #expect(reader.read(frame(.continuation, "", fin: false)) == nil)
        #expect(reader.read(frame(.continuation, "o")) == .text("two"))
        #expect(reader.read(frame(.pong, "")) == .pong)
        #expect(reader.read(frame(.text, "")) == .text(""))
    }

    @Test func aCharacterMayBeCutBetweenFrames() {
        let bytes = Array("é".utf8)
        var reader = FrameReader(limit: 100)
        #expect(reader.read(frame(.text, bytes: [bytes[0]], fin: false)) == nil)
        #expect(reader.read(frame(.continuation, bytes: [bytes[1]])) == .text("é"))
    }

    @Test func whatBreaksTheProtocolIsSaidWithItsCode() {
        #expect(violation([frame(.continuation, "x")]) == 1002)
        #expect(violation([frame(.text, "x", fin: false), frame(.text, "y")]) == 1002)
        #expect(violation([frame(.text, "x", isMasked: false)]) == 1002)
        #expect(violation([frame(.text, "x", rsv1: true)]) == 1002)
        #expect(violation([frame(WebSocketOpcode(encodedWebSocketOpcode: 0x3)!, "x")]) == 1002)
        #expect(violation([frame(.binary, "x")]) == 1003)
        #expect(violation([frame(.text, bytes: [0xC3])]) == 1007)
        #expect(violation([frame(.text, "123456", fin: false), frame(.continuation, "78901")]) == 1009)
        #expect(violation([frame(.text, "1234567890")]) == nil)
        #expect(violation([frame(.connectionClose, bytes: [3])]) == 1002)
        #expect(violation([frame(.connectionClose, bytes: [0x03, 0xEE])]) == 1002)
    }

    @Test func goodbyes() {
        var reader = FrameReader(limit: 100)
        #expect(reader.read(frame(.connectionClose, "")) == .close(nil))
        #expect(reader.read(frame(.connectionClose, bytes: [0x03, 0xE8] + Array("bye".utf8))) == .close(1000))
        #expect(reader.read(frame(.connectionClose, bytes: [0x0F, 0xA0])) == .close(4000))
    }

    /// The close code of the violation that the last frame is; `nil` if it is none.
    private func violation(_ frames: [WebSocketFrame]) -> UInt16? {
        var reader = FrameReader(limit: 10)
        var last: ClientInput?
        for frame in frames { last = reader.read(frame) }
        if case .violation(let reason) = last { return reason.code }
        return nil
    }

    private func frame(
        _ opcode: WebSocketOpcode, _ text: String, fin: Bool = true, rsv1: Bool = false, isMasked: Bool = true
    ) -> WebSocketFrame {
        frame(opcode, bytes: Array(text.utf8), fin: fin, rsv1: rsv1, isMasked: isMasked)
    }

    /// As it comes from the decoder: the data still masked.
    private func frame(
        _ opcode: WebSocketOpcode, bytes: [UInt8], fin: Bool = true, rsv1: Bool = false, isMasked: Bool = true
    ) -> WebSocketFrame {
        let key = isMasked ? WebSocketMaskingKey([1, 2, 3, 4]) : nil
        var data = ByteBuffer(bytes: bytes)
        if let key { data.webSocketMask(key) }
        return WebSocketFrame(fin: fin, rsv1: rsv1, opcode: opcode, maskKey: key, data: data)
    }
}
