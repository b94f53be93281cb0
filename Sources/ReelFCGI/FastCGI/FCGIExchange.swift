import CFCGI
import Foundation
import Glibc

/// One request on a connection and its answer: the only file that knows libfcgi.
///
/// Unchecked, because it is used by one thread at a time: the worker that reads it either answers it or hands it over to
/// a writer through the lock of `WriteQueue`, and does not touch it again.
final class FCGIExchange: @unchecked Sendable {
    let connection: Int32
    private let fcgi: UnsafeMutablePointer<FCGX_Request>

    init(connection: Int32) {
        self.connection = connection
        fcgi = .allocate(capacity: 1)
        FCGX_InitRequest(fcgi, -1, 0)
        fcgi.pointee.ipcFd = connection
        // Else the first thing that FCGX_Accept_r does is to close the connection.
        fcgi.pointee.keepConnection = 1
        // A connection is closed at once: libfcgi would linger for up to two seconds in a select(2) that cannot count above
        // 1,023. On a Unix socket nothing that was written is lost.
        FCGX_Detach(fcgi)
    }

    deinit {
        fcgi.deallocate()
    }

    /// libfcgi's initialisation takes SIGTERM, SIGUSR1 and SIGPIPE for itself, after which SIGTERM ends nothing. We give
    /// the first two back to whom they belonged; the third must not end us when nginx hangs up.
    static let isLibraryReady: Bool = {
        var term = sigaction()
        var usr1 = sigaction()
        sigaction(SIGTERM, nil, &term)
        sigaction(SIGUSR1, nil, &usr1)
        let isReady = FCGX_Init() == 0
        sigaction(SIGTERM, &term, nil)
        sigaction(SIGUSR1, &usr1, nil)
        signal(SIGPIPE, SIG_IGN)
        return isReady
    }()

    /// What came of reading a request.
    enum Reading {
        case whole(Request)
        /// The body did not come to its end; `finish` closes the connection.
        case cutOff
        /// The other side hung up, fell silent or spoke something else, and the connection is closed.
        case none
    }

    /// Reads one request; blocks for as long as the connection's time limit.
    ///
    /// - Parameter bodyLimit: bytes.
    func read(bodyLimit: Int) -> Reading {
        guard FCGX_Accept_r(fcgi) == 0 else { return .none }
        guard let body = body(limit: bodyLimit) else {
            fcgi.pointee.keepConnection = 0
            return .cutOff
        }
        return .whole(
            Request(body: body) { name in FCGX_GetParam(name, fcgi.pointee.envp).map { String(cString: $0) } })
    }

    func write(_ bytes: Data) {
        bytes.withUnsafeBytes { bytes in
            _ = FCGX_PutStr(bytes.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), fcgi.pointee.out)
        }
    }

    /// Sends what is left.
    ///
    /// - Returns: whether the connection is open and can take another request.
    func finish() -> Bool {
        FCGX_Finish_r(fcgi)
        defer { fcgi.pointee.ipcFd = -1 }
        return fcgi.pointee.ipcFd >= 0
    }

    /// How much of a body that is too long is read all the same, so that the client gets to read the answer.
    private static let patience = 1 << 20

    /// Reads the body to its end; a connection on which a part was left could not be used again.
    ///
    /// - Returns: `nil` when it did not come to its end.
    private func body(limit: Int) -> Request.Body? {
        var data = Data()
        var length = 0
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8_192) { buffer in
            while true {
                let count = Int(FCGX_GetStr(buffer.baseAddress, Int32(buffer.count), fcgi.pointee.in))
                length += count
                if length <= limit {
                    data.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                }
                if count < buffer.count { break }
                if length > limit + Self.patience {
                    fcgi.pointee.keepConnection = 0
                    return .tooLong(limit: limit)
                }
            }
            guard FCGX_GetError(fcgi.pointee.in) == 0 else { return nil }
            return length > limit ? .tooLong(limit: limit) : .whole(data)
        }
    }
}
