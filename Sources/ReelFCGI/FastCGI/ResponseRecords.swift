/// The records of an answer (FastCGI 1.0, 3.3, 5.3 and 5.5).
enum ResponseRecords {
    private enum RecordType: UInt8 {
        case endRequest = 3
        case standardOutput = 6
    }

    /// The most that a record can hold, less what would leave the next one unaligned.
    private static let longestContent = 65_528

    /// - Parameters:
    ///   - output: what a CGI program would print.
    ///   - id: the request's number.
    static func records(_ output: some RandomAccessCollection<UInt8>, id: UInt16) -> [UInt8] {
        var records: [UInt8] = []
        records.reserveCapacity(output.count + 8 * (output.count / longestContent + 5))
        var rest = output[...]
        while !rest.isEmpty {
            append(.standardOutput, rest.prefix(longestContent), id, to: &records)
            rest = rest.dropFirst(longestContent)
        }
        append(.standardOutput, EmptyCollection(), id, to: &records)
        // A status of the application and one of the protocol, both zero: the request is complete.
        append(.endRequest, repeatElement(0, count: 8), id, to: &records)
        return records
    }

    private static func append(
        _ type: RecordType, _ content: some Collection<UInt8>, _ id: UInt16, to records: inout [UInt8]
    ) {
        let length = content.count
        records += [
            1, type.rawValue, UInt8(id >> 8), UInt8(id & 0xFF), UInt8(length >> 8), UInt8(length & 0xFF), 0, 0,
        ]
        records += content
    }
}
