import Foundation

/// The headers of one answer, taken line by line as they come.
package struct ResponseHeaders: Sendable {
    /// By lower-case names; of several with one name the last.
    package private(set) var fields: [String: String] = [:]
    private var bytes = 0

    /// Bytes of all lines together. Servers themselves send no more than 8 to 64 KB.
    private static let most = 128 * 1024

    package init() {}

    /// - Parameter line: with its line break.
    /// - Returns: false when the head is larger than is read.
    package mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes += line.count
        guard bytes <= Self.most else { return false }
        let line = String(decoding: line, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            fields = [:]  // an interim answer, or the one before a redirect, came first
        } else if let colon = line.firstIndex(of: ":") {
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return true
    }
}
