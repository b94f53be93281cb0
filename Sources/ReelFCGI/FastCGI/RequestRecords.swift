/// The records of one request, collected as they come until the request is whole (FastCGI 1.0, 3.3 and 5).
///
/// Only what nginx sends is let through: a request at a time, for a responder, whose parameters end before its body. What
/// the records hold is libfcgi's to read (`FCGIParser`).
struct RequestRecords: Sendable {
    enum State: Equatable, Sendable {
        case incomplete
        case whole
        /// The body is longer than the limit; the records are whole without it.
        case bodyTooLong
        /// The body is long, and as many others are held as may be; the records are whole without it.
        case noPlace
        /// No request, or one that is longer than any can be.
        case malformed
    }

    private enum RecordType: UInt8 {
        case beginRequest = 1
        case parameters = 4
        case standardInput = 5
    }

    private struct Header {
        static let length = 8
        var type: UInt8
        var id: UInt16
        var contentLength: Int
        var length: Int

        /// - Returns: `nil` for another version of the protocol.
        init?(_ bytes: ArraySlice<UInt8>) {
            let start = bytes.startIndex
            guard bytes[start] == 1 else { return nil }
            type = bytes[start + 1]
            id = UInt16(bytes[start + 2]) << 8 | UInt16(bytes[start + 3])
            contentLength = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
            length = Self.length + contentLength + Int(bytes[start + 6])
        }
    }

    /// Bytes of all parameters with their records' headers. nginx lets headers of 32 KiB through, and adds little.
    private static let parameterLimit = 256 << 10
    /// How much of a body that is too long is read all the same, so that the client gets to read the answer.
    private static let patience = 1 << 20

    /// Bytes.
    private var bodyLimit: Int
    /// What a body may have that gets a place among the long ones.
    private let longBodyLimit: Int
    private let longBodies: LongBodies
    private var place: LongBodies.Place?
    private var lacksPlace = false
    /// Those that have come whole, without the body of one that is too long.
    private(set) var bytes: [UInt8] = []
    /// The beginning of a record that has not come whole.
    private var rest: [UInt8] = []
    private(set) var id: UInt16 = 0
    /// Whether the peer wants to send another request on the connection.
    private(set) var keepsConnection = false
    private var parameterBytes = 0
    private var areParametersWhole = false
    private var bodyBytes = 0
    /// With the headers of records: a body of one byte a record is nine times as long.
    private var bodyRecordBytes = 0

    init(bodyLimit: Int, longBodyLimit: Int, longBodies: LongBodies) {
        self.bodyLimit = bodyLimit
        self.longBodyLimit = longBodyLimit
        self.longBodies = longBodies
    }

    /// Whether nothing of it has come.
    var isEmpty: Bool { bytes.isEmpty && rest.isEmpty }

    /// Takes what has come. Not to be called again after the request is whole or malformed.
    mutating func append(_ new: UnsafeRawBufferPointer) -> State {
        rest.append(contentsOf: new)
        var start = 0
        defer { rest.removeFirst(start) }
        while rest.count - start >= Header.length {
            guard let header = Header(rest[start...]) else { return .malformed }
            guard rest.count - start >= header.length else { break }
            let record = rest[start..<start + header.length]
            start += header.length
            let state = append(header, record)
            if state != .incomplete {
                // More than one request at once is not to be expected of whoever was not told that it may do so.
                if start < rest.count { keepsConnection = false }
                return state
            }
        }
        return .incomplete
    }

    private mutating func append(_ header: Header, _ record: ArraySlice<UInt8>) -> State {
        let isFirst = bytes.isEmpty
        guard isFirst == (header.type == RecordType.beginRequest.rawValue), isFirst || header.id == id else {
            return .malformed
        }
        switch RecordType(rawValue: header.type) {
        case .beginRequest: return begin(header, record)
        case .parameters where !areParametersWhole:
            areParametersWhole = header.contentLength == 0
            parameterBytes += record.count
            if parameterBytes > Self.parameterLimit { return .malformed }
            bytes += record
            return .incomplete
        case .standardInput where areParametersWhole: return appendBody(header, record)
        default: return .malformed
        }
    }

    private mutating func begin(_ header: Header, _ record: ArraySlice<UInt8>) -> State {
        let content = record.dropFirst(Header.length)
        // Role 1 is the responder.
        guard header.id != 0, header.contentLength == 8, content.prefix(2).elementsEqual([0, 1]) else {
            return .malformed
        }
        id = header.id
        keepsConnection = content[content.startIndex + 2] & 1 != 0
        bytes += record
        return .incomplete
    }

    private mutating func appendBody(_ header: Header, _ record: ArraySlice<UInt8>) -> State {
        bodyBytes += header.contentLength
        bodyRecordBytes += record.count
        if bodyBytes > bodyLimit, bodyBytes <= longBodyLimit { takePlace() }
        if header.contentLength == 0 {
            bytes += record
            return bodyBytes <= bodyLimit ? .whole : lacksPlace ? .noPlace : .bodyTooLong
        }
        if bodyBytes <= bodyLimit, bodyRecordBytes <= 2 * bodyLimit + Self.patience {
            bytes += record
            return .incomplete
        }
        guard bodyRecordBytes > bodyLimit + Self.patience else { return .incomplete }
        keepsConnection = false
        return lacksPlace ? .noPlace : .bodyTooLong
    }

    /// Nothing of the body has been passed over yet when it outgrows the short limit; afterwards it is too late.
    private mutating func takePlace() {
        guard place == nil, !lacksPlace else { return }
        place = longBodies.place()
        lacksPlace = place == nil
        if !lacksPlace { bodyLimit = longBodyLimit }
    }

    /// Frees what is not needed for answering.
    mutating func dropBody() {
        bytes = []
        place?.free()
        place = nil
    }
}
