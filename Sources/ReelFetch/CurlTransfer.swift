import CCurl
import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// One request with its redirects, on one easy handle and on the caller's thread. The only file that speaks to libcurl.
///
/// Redirects are followed here and not by the library, so that each hop is checked like the first address was.
struct CurlTransfer {
    private let request: FetchRequest
    private let policy: FetchPolicy
    private let cancelled: CancelFlag

    init(_ request: FetchRequest, _ policy: FetchPolicy, _ cancelled: CancelFlag) {
        self.request = request
        self.policy = policy
        self.cancelled = cancelled
    }

    /// - Throws: `FetchError` or `CancellationError`.
    func run() throws -> FetchedResource {
        guard Self.isLibraryReady, let handle = curl_easy_init() else {
            throw FetchError.notConnected(host: request.url, reason: "libcurl could not be started")
        }
        let hop = Hop(
            limit: request.maximumBytes, takesAnyStatus: request.takesAnyStatus, cancelled: cancelled, handle: handle)
        var headers = curl_slist_append(nil, "Accept: \(request.accept)")
        for field in request.headers { headers = curl_slist_append(headers, "\(field.name): \(field.value)") }
        defer {
            curl_easy_cleanup(handle)
            curl_slist_free_all(headers)
        }
        // `hop` outlives every callback: they run only inside `perform`, which the loop below calls.
        setOptions(of: handle, headers: headers, hop: hop)
        return try withExtendedLifetime(hop) {
            var url = request.url
            let start = ContinuousClock.now
            for _ in 0...policy.maximumRedirects {
                if cancelled.isSet { throw CancellationError() }
                guard let redirect = try perform(url, hop: hop, handle: handle, since: start) else {
                    let type = reel_curl_get_string(handle, CURLINFO_CONTENT_TYPE).map { String(cString: $0) }
                    return FetchedResource(
                        url: hop.address.url, contentType: type, body: hop.body,
                        status: reel_curl_get_long(handle, CURLINFO_RESPONSE_CODE), headers: hop.headers)
                }
                url = redirect
            }
            throw FetchError.tooManyRedirects(host: hop.address.host, limit: policy.maximumRedirects)
        }
    }

    /// Asks one address.
    ///
    /// - Returns: where it redirects to, or `nil` when the body has arrived.
    private func perform(
        _ url: String, hop: Hop, handle: UnsafeMutableRawPointer, since start: ContinuousClock.Instant
    ) throws -> String? {
        guard let parsed = curl_url() else { throw FetchError.invalidURL(url) }
        defer { curl_url_cleanup(parsed) }
        let address = try WebAddress(url, parsedBy: parsed)
        let isAllowed = policy.allows(address)
        if isAllowed, address.hasCredentials { throw FetchError.credentials(host: address.host) }
        if !isAllowed { try address.check() }
        let remaining = policy.timeout - (ContinuousClock.now - start)
        guard remaining > .milliseconds(1) else { throw timeout(address.host) }

        hop.begin(address, filtered: !isAllowed)
        reel_curl_set_pointer(handle, CURLOPT_CURLU, UnsafeMutableRawPointer(parsed))
        reel_curl_set_long(handle, CURLOPT_TIMEOUT_MS, remaining.milliseconds)
        let result = curl_easy_perform(handle)
        reel_curl_set_pointer(handle, CURLOPT_CURLU, nil)
        return try judge(result, hop: hop, handle: handle)
    }

    /// What the library's word and the server's status mean together.
    private func judge(_ result: CURLcode, hop: Hop, handle: UnsafeMutableRawPointer) throws -> String? {
        if cancelled.isSet { throw CancellationError() }
        let host = hop.address.host
        let status = reel_curl_get_long(handle, CURLINFO_RESPONSE_CODE)
        if status == 0, let kind = hop.refusedKind { throw FetchError.addressRefused(host: host, kind: kind) }
        if 300...399 ~= status, request.method == .get,
            let target = reel_curl_get_string(handle, CURLINFO_REDIRECT_URL)
        {
            return String(cString: target)
        }
        if status != 0, !(200...299 ~= status), !request.takesAnyStatus { throw FetchError.status(status, host: host) }
        if hop.isTooLarge { throw FetchError.tooLarge(host: host, limit: request.maximumBytes) }
        if result == CURLE_OK { return nil }

        let reason = String(cString: curl_easy_strerror(result))
        switch result {
        case CURLE_FILESIZE_EXCEEDED: throw FetchError.tooLarge(host: host, limit: request.maximumBytes)
        case CURLE_URL_MALFORMAT: throw FetchError.invalidURL(hop.address.url)
        case CURLE_UNSUPPORTED_PROTOCOL: throw FetchError.brokenAnswer(host: host, reason: reason)
        case CURLE_COULDNT_RESOLVE_HOST: throw Self.nameFailure(host)
        case CURLE_COULDNT_CONNECT: throw FetchError.notConnected(host: host, reason: reason)
        case CURLE_OPERATION_TIMEDOUT: throw timeout(host)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM:
            throw FetchError.tls(host: host, reason: reason)
        default: throw FetchError.brokenAnswer(host: host, reason: reason)
        }
    }

    private func timeout(_ host: String) -> FetchError {
        .timeout(host: host, seconds: Double(policy.timeout.milliseconds) / 1000)
    }

    /// libcurl says the same word for "no such name" and "no name server answered".
    private static func nameFailure(_ host: String) -> FetchError {
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, nil, &found)
        if code == 0 { freeaddrinfo(found) }
        return code == EAI_AGAIN ? .nameServiceFailed(host: host) : .nameNotFound(host: host)
    }

    private func setOptions(of handle: UnsafeMutableRawPointer, headers: UnsafeMutablePointer<curl_slist>?, hop: Hop) {
        let context = Unmanaged.passUnretained(hop).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_XFERINFODATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA] {
            reel_curl_set_pointer(handle, option, context)
        }
        reel_curl_set_write(handle) { Hop.at($3).take($0, count: $1 * $2) }
        reel_curl_set_progress(handle) { context, _, _, _, _ in Hop.at(context).cancelled.isSet ? 1 : 0 }
        reel_curl_set_open_socket(handle) { context, _, address in Hop.at(context).openSocket(address) }
        reel_curl_set_before_request(handle) { context, peer, _, _, _ in Hop.at(context).checkPeer(peer) }
        reel_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers)
        reel_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        reel_curl_set_header(handle) { Hop.at($3).takeHeader($0, count: $1 * $2) }
        if request.method == .post {
            reel_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            // The library copies the bytes here.
            _ = request.body.withUnsafeBytes {
                reel_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress))
            }
        }

        reel_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)  // the progress callback carries cancellation
        reel_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)  // signals are the whole process's
        reel_curl_set_string(handle, CURLOPT_PROXY, "")  // a proxy from the environment would hide the address
        reel_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        reel_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")  // all that the library can decode
        reel_curl_set_string(handle, CURLOPT_COOKIEFILE, "")  // in memory: consent pages redirect until theirs is back
        reel_curl_set_string(handle, CURLOPT_USERAGENT, policy.userAgent)
        reel_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, policy.connectTimeout.milliseconds)
        reel_curl_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, policy.minimumSpeed)
        reel_curl_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, policy.stallTimeout.milliseconds / 1000))
        // Acts only on a length that the server names; `Hop.take` counts what really comes.
        reel_curl_set_size(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.maximumBytes))
    }

    private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}

/// What the callbacks of one easy handle share. Confined to the transfer's thread.
private final class Hop {
    private(set) var address = WebAddress(url: "", scheme: "", host: "", port: 0, hasCredentials: false)
    private(set) var body = Data()
    /// Of the answer that came last.
    private var head = ResponseHeaders()
    var headers: [String: String] { head.fields }
    private(set) var isTooLarge = false
    /// The kind of the address that was refused last.
    private(set) var refusedKind: String?
    let cancelled: CancelFlag
    private let limit: Int
    private let takesAnyStatus: Bool
    private let handle: UnsafeMutableRawPointer
    private var filtered = true
    private var discarded = 0

    init(limit: Int, takesAnyStatus: Bool, cancelled: CancelFlag, handle: UnsafeMutableRawPointer) {
        self.limit = limit
        self.takesAnyStatus = takesAnyStatus
        self.cancelled = cancelled
        self.handle = handle
    }

    static func at(_ context: UnsafeMutableRawPointer?) -> Hop {
        // The context is always the one that `setOptions` gave.
        Unmanaged<Hop>.fromOpaque(context!).takeUnretainedValue()
    }

    func begin(_ address: WebAddress, filtered: Bool) {
        self.address = address
        self.filtered = filtered
        body = Data()
        head = ResponseHeaders()
        isTooLarge = false
        refusedKind = nil
        discarded = 0
    }

    /// Takes decoded bytes; any other answer than `count` ends the transfer. The body of an error or a redirect is let
    /// by up to a size that keeps the connection in use.
    func take(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        guard let bytes else { return count }
        guard takesAnyStatus || 200...299 ~= reel_curl_get_long(handle, CURLINFO_RESPONSE_CODE) else {
            discarded += count
            return discarded <= 65536 ? count : 0
        }
        guard count <= limit - body.count else {
            isTooLarge = true
            return 0
        }
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) { body.append($0, count: count) }
        return count
    }

    /// Takes one line of the head; any other answer than `count` ends the transfer.
    func takeHeader(_ bytes: UnsafeMutablePointer<CChar>?, count: Int) -> Int {
        guard let bytes else { return count }
        let isTaken = bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            head.take(UnsafeBufferPointer(start: $0, count: count))
        }
        return isTaken ? count : 0
    }

    /// Called with each address that the name resolved to, before anything is sent there.
    func openSocket(_ target: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
        guard let target, let place = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return -1 }
        guard passes(IPAddress(family: target.pointee.family, socketAddress: UnsafeRawPointer(target) + place)) else {
            return -1  // CURL_SOCKET_BAD
        }
        let closeOnExec = Int32(SOCK_CLOEXEC.rawValue)
        return socket(target.pointee.family, target.pointee.socktype | closeOnExec, target.pointee.protocol)
    }

    /// Called when a connection, new or used before, is about to carry the request.
    func checkPeer(_ peer: UnsafeMutablePointer<CChar>?) -> Int32 {
        let address = peer.flatMap { IPAddress(String(cString: $0)) }
        return passes(address) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    private func passes(_ address: IPAddress?) -> Bool {
        guard filtered else { return true }
        refusedKind = address.map { AddressFilter.refusal(of: $0) } ?? "non-internet"
        return refusedKind == nil
    }
}

extension WebAddress {
    /// Reads `url` into `handle`, which the transfer then uses: what was checked is what is asked.
    fileprivate init(_ url: String, parsedBy handle: OpaquePointer) throws(FetchError) {
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE | CURLU_ALLOW_SPACE)
        let trimmed = url.trimmingCharacters(in: .whitespacesAndNewlines)
        guard curl_url_set(handle, CURLUPART_URL, trimmed, flags) == CURLUE_OK else { throw .invalidURL(url) }
        curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard let whole = part(CURLUPART_URL), let scheme = part(CURLUPART_SCHEME) else { throw .invalidURL(url) }
        self.init(
            url: whole, scheme: scheme, host: part(CURLUPART_HOST) ?? "",
            port: part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap { Int($0) } ?? 0,
            hasCredentials: part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil)
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
