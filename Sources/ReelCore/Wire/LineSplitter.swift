import Foundation

/// Cuts a stream of bytes into lines. A line longer than the limit is dropped whole, so that a peer that never ends
/// its line cannot fill the memory.
public struct LineSplitter: Sendable {
    private let limit: Int
    private var rest: [UInt8] = []
    private var isOverlong = false

    /// - Parameter limit: bytes of the longest line that is kept.
    public init(limit: Int = 1 << 20) {
        self.limit = limit
    }

    /// Takes the next bytes and returns the lines that they complete, without their newlines.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> [Data] {
        var lines: [Data] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                if !isOverlong { lines.append(Data(rest)) }
                rest.removeAll(keepingCapacity: true)
                isOverlong = false
            } else if rest.count < limit {
                rest.append(byte)
            } else {
                isOverlong = true
            }
        }
        return lines
    }

    /// The last line, when the stream ended without a newline.
    public mutating func finish() -> Data? {
        defer { rest = [] }
        return rest.isEmpty || isOverlong ? nil : Data(rest)
    }
}
