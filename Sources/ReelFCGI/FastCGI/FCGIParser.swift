import CFCGI
import Foundation
import Glibc

/// From the records of a request to the request: the only file that knows libfcgi.
///
/// libfcgi reads and writes a descriptor, and waits for whoever is at its other end. So it gets none of a peer's, but a file in
/// memory that holds a request which has come whole (`RequestRecords`), and it writes no answers (`ResponseRecords`).
enum FCGIParser {
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

    /// - Parameters:
    ///   - records: all records of one request.
    ///   - body: what is said of the body instead of reading it.
    /// - Returns: `nil` when libfcgi does not understand them, or there is no memory.
    static func request(from records: [UInt8], body: Request.Body? = nil) -> Request? {
        guard let file = MemoryFile(records) else { return nil }
        var fcgi = FCGX_Request()
        FCGX_InitRequest(&fcgi, -1, 0)
        fcgi.ipcFd = file.descriptor
        // Else the first thing that FCGX_Accept_r does is to close the descriptor.
        fcgi.keepConnection = 1
        // Else closing would linger in a select(2), which cannot count above 1,023.
        FCGX_Detach(&fcgi)
        // Closed by libfcgi when it fails; and here, with all that it allocated.
        guard FCGX_Accept_r(&fcgi) == 0 else { return nil }
        defer { FCGX_Free(&fcgi, 1) }
        guard let body = body ?? Self.body(fcgi.in) else { return nil }
        return Request(body: body) { name in FCGX_GetParam(name, fcgi.envp).map { String(cString: $0) } }
    }

    /// - Returns: `nil` when it does not come to its end.
    private static func body(_ stream: UnsafeMutablePointer<FCGX_Stream>?) -> Request.Body? {
        var data = Data()
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 8_192) { buffer in
            while true {
                let count = Int(FCGX_GetStr(buffer.baseAddress, Int32(buffer.count), stream))
                data.append(contentsOf: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count]))
                if count < buffer.count { break }
            }
            return FCGX_GetError(stream) == 0 ? .whole(data) : nil
        }
    }
}

/// A file without a name that holds `bytes` and is read from their beginning; whoever gets the descriptor closes it.
private struct MemoryFile {
    let descriptor: Int32

    /// - Returns: `nil` when there is no memory or no descriptor.
    init?(_ bytes: [UInt8]) {
        descriptor = reel_memory_file("fastcgi-request")
        guard descriptor >= 0 else { return nil }
        // At once whole, or there is no memory.
        guard bytes.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == bytes.count else {
            close(descriptor)
            return nil
        }
    }
}
