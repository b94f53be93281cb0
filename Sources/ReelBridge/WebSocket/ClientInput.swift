import NIOCore
import NIOWebSocket

/// Why a connection ends: a code of RFC 6455 (7.4) and words for people.
package struct CloseReason: Hashable, Sendable {
    /// `nil` stands for "no code", the answer to a close frame without one.
    package var code: UInt16?
    package var words: String

    package init(code: UInt16?, words: String) {
        self.code = code
        self.words = words
    }

    package static let goingAway = CloseReason(code: 1001, words: "The server is stopping. Connect again soon.")
    package static let notText = CloseReason(code: 1003, words: "Send text frames.")
    package static let notUTF8 = CloseReason(code: 1007, words: "Text must be UTF-8.")
    package static let tooSlow = CloseReason(
        code: 1013, words: "Too much waits to be read. Connect again and subscribe to see where things stand.")

    package static func protocolError(_ words: String) -> CloseReason { CloseReason(code: 1002, words: words) }
    package static func tooLarge(_ limit: Int) -> CloseReason {
        CloseReason(code: 1009, words: "A message may have \(limit) bytes.")
    }
}

/// What a client's frames say.
package enum ClientInput: Hashable, Sendable {
    case text(String)
    case ping([UInt8])
    case pong
    /// The client closes; the same code is the answer.
    case close(UInt16?)
    /// The client broke the protocol; this is the end.
    case violation(CloseReason)
}

/// Puts messages that come in several frames together, and checks what NIO's decoder leaves to its users (RFC 6455, 5).
package struct FrameReader: Sendable {
    private let limit: Int
    private var parts: ByteBuffer?

    /// - Parameter limit: bytes of the longest message.
    package init(limit: Int) {
        self.limit = limit
    }

    /// - Returns: `nil` while a message is not complete.
    package mutating func read(_ frame: WebSocketFrame) -> ClientInput? {
        guard frame.maskKey != nil else { return .violation(.protocolError("A client's frames must be masked.")) }
        guard !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
            return .violation(.protocolError("No extension was agreed on."))
        }
        switch frame.opcode {
        case .ping: return .ping(Array(frame.unmaskedData.readableBytesView))
        case .pong: return .pong
        case .connectionClose: return close(frame.unmaskedData)
        case .binary: return .violation(.notText)
        case .text:
            guard parts == nil else {
                return .violation(.protocolError("A message began before the last one ended."))
            }
            return append(frame.unmaskedData, to: ByteBuffer(), isLast: frame.fin)
        case .continuation:
            guard let parts else { return .violation(.protocolError("There is nothing to continue.")) }
            return append(frame.unmaskedData, to: parts, isLast: frame.fin)
        default: return .violation(.protocolError("This kind of frame is not known."))
        }
    }

    private mutating func append(_ data: ByteBuffer, to parts: ByteBuffer, isLast: Bool) -> ClientInput? {
        var parts = parts
        parts.writeImmutableBuffer(data)
        guard parts.readableBytes <= limit else { return .violation(.tooLarge(limit)) }
        self.parts = isLast ? nil : parts
        guard isLast else { return nil }
        guard let text = String(validating: parts.readableBytesView, as: UTF8.self) else { return .violation(.notUTF8) }
        return .text(text)
    }

    private func close(_ data: ByteBuffer) -> ClientInput {
        var data = data
        if data.readableBytes == 0 { return .close(nil) }
        guard let code = data.readInteger(as: UInt16.self) else {
            return .violation(.protocolError("A close code has two bytes."))
        }
        // 1004-1006 and 1015 never travel; the library and private ranges do.
        guard [1000...1003, 1007...1014, 3000...4999].contains(where: { $0.contains(code) }) else {
            return .violation(.protocolError("\(code) is no close code."))
        }
        return .close(code)
    }
}
