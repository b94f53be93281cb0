import Foundation
import Glibc

/// A connection of nginx, and what has come or is to be sent on it. No call waits for the peer.
struct FCGIConnection: Sendable {
    enum Receipt {
        /// The request has not come whole.
        case partial
        /// `answer` can be called.
        case whole(Request)
        /// The peer hung up, or sent what is no request.
        case failed
    }

    enum Delivery {
        /// The peer has not taken all of it.
        case partial
        /// The next request can come.
        case whole
        /// The peer hung up, or wants no further request.
        case finished
    }

    let descriptor: Int32
    private let settings: FCGISettings
    private let longBodies: LongBodies
    private var request: RequestRecords
    private var output: [UInt8] = []
    private var sent = 0
    /// When the request that is coming or the answer that is going must be whole; `nil` between requests.
    private(set) var deadline: ContinuousClock.Instant?

    /// - Parameters:
    ///   - descriptor: a socket that does not block.
    ///   - settings: limits and deadlines.
    ///   - longBodies: of all connections.
    init(descriptor: Int32, settings: FCGISettings, longBodies: LongBodies) {
        self.descriptor = descriptor
        self.settings = settings
        self.longBodies = longBodies
        request = RequestRecords(
            bodyLimit: settings.bodyLimit, longBodyLimit: max(settings.bodyLimit, settings.recordingLimit),
            longBodies: longBodies)
    }

    /// Whether it waits for its peer to take the answer, and not to send.
    var isSending: Bool { !output.isEmpty }

    /// Gives a connection between requests a deadline: nothing more is to come.
    mutating func expire(by instant: ContinuousClock.Instant) {
        deadline = deadline ?? instant
    }

    /// Takes what has come.
    mutating func receive() -> Receipt {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            while true {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                if count < 0, errno == EAGAIN { return .partial }
                guard count > 0 else { return .failed }
                if deadline == nil || request.isEmpty { deadline = .now + settings.timeout }
                switch request.append(UnsafeRawBufferPointer(rebasing: buffer[..<count])) {
                case .incomplete: continue
                case .whole: return parsed(nil)
                case .bodyTooLong: return parsed(.tooLong(limit: settings.bodyLimit))
                case .noPlace: return parsed(.noPlace)
                case .malformed: return .failed
                }
            }
        }
    }

    private func parsed(_ body: Request.Body?) -> Receipt {
        guard var request = FCGIParser.request(from: request.bytes, body: body) else { return .failed }
        request.textLimit = settings.bodyLimit
        return .whole(request)
    }

    /// Begins to send the answer to the request that has come.
    ///
    /// - Parameter answer: what a CGI program would print.
    mutating func answer(_ answer: Data) -> Delivery {
        output = ResponseRecords.records(answer, id: request.id)
        request.dropBody()
        deadline = .now + settings.answerTimeout
        return send()
    }

    /// Sends what the peer takes.
    mutating func send() -> Delivery {
        while sent < output.count {
            let count = output.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN { return .partial }
            guard count > 0 else { return .finished }
            sent += count
        }
        guard request.keepsConnection else { return .finished }
        self = FCGIConnection(descriptor: descriptor, settings: settings, longBodies: longBodies)
        return .whole
    }
}
