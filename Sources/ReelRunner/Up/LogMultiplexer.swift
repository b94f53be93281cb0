import Dispatch
import Foundation
import Glibc
import ReelCore
import Synchronization

/// Puts what several processes say into one log, a whole line at a time, each under its process's name.
///
///     nginx  | …
///     runner | …
package final class LogMultiplexer: Sendable {
    private let output: Mutex<Int32>
    private let readers = DispatchGroup()

    /// - Parameter output: a descriptor that stays open.
    package init(output: Int32) {
        self.output = Mutex(output)
    }

    package func write(_ name: String, _ line: String) {
        write(name, Array(line.utf8)[...])
    }

    /// - Returns: a descriptor for the standard output of a process; all that comes through it is logged until everybody
    ///   who holds it has ended. The caller closes it.
    package func pipe(for name: String) throws -> Int32 {
        let (source, end) = try ChildProcess.makePipe()
        readers.enter()
        let thread = Thread { [self] in
            copyLines(from: source, name)
            close(source)
            readers.leave()
        }
        thread.name = "log"
        thread.start()
        return end
    }

    /// Waits until the pipes are empty and nobody can write into them any more. One who left its session may hold a pipe for
    /// ever, so that the wait has an end.
    package func drain(within limit: DispatchTimeInterval = .seconds(2)) async {
        await withCheckedContinuation { continuation in
            let thread = Thread { [readers] in
                _ = readers.wait(timeout: .now() + limit)
                continuation.resume()
            }
            thread.start()
        }
    }

    /// A line may be without an end when its process dies; one that is longer than this is cut.
    private static let longestLine = 1 << 20

    private func copyLines(from source: Int32, _ name: String) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") || line.count == Self.longestLine {
                    write(name, line[...])
                    line.removeAll(keepingCapacity: true)
                }
                if byte != UInt8(ascii: "\n") { line.append(byte) }
            }
        }
        if !line.isEmpty { write(name, line[...]) }
    }

    private func write(_ name: String, _ line: ArraySlice<UInt8>) {
        var bytes = Array(name.padding(toLength: max(6, name.count), withPad: " ", startingAt: 0).utf8)
        bytes += Array(" | ".utf8)
        // Titles and addresses of strangers' pages are in it: no escape sequence shall reach a terminal.
        let visible = line.map { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
        bytes += Array(String(decoding: visible, as: UTF8.self).withoutControls.utf8)
        bytes.append(UInt8(ascii: "\n"))
        output.withLock { descriptor in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                // A terminal that was closed takes nothing more; that is no reason to end.
                guard written > 0 else { return }
                rest = rest.dropFirst(written)
            }
        }
    }
}
