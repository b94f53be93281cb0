import CFCGI
import Foundation
import Glibc
import Logging
import ReelHTTP
import ReelSocket
import ServiceLifecycle
import Synchronization

/// Answers FastCGI requests on a Unix socket with a fixed number of threads.
///
/// libfcgi's own way, a thread that accepts and then serves its connection to the end, waits for whoever reads or writes
/// slowly, and starves others when nginx keeps more connections open than there are threads. So one thread collects requests
/// and sends answers as their peers allow (`ConnectionPoll`), until a deadline, and no thread ever waits for a peer. Workers
/// answer what only reads; what writes goes to threads of its own, because it may have to wait for another process's write.
/// There are more of these: those that wait at the same time share one flush to the disk.
package final class FCGIServer: Service {
    package typealias Handler = @Sendable (Request) -> Response

    /// Bytes of the longest answer with its headers: what nginx takes at once (`fastcgi_max_temp_file_size`).
    package static let answerLimit = 8 << 20

    private let poll: ConnectionPoll
    private let reads = RequestQueue()
    private let writes = RequestQueue()
    private let settings: FCGISettings
    private let logger: Logger
    private let handler: Handler

    /// - Parameter handler: called on the server's threads, several at once; it may block.
    package init(
        socket: ListeningSocket, settings: FCGISettings, logger: Logger, handler: @escaping Handler
    ) throws {
        guard FCGIParser.isLibraryReady else { throw LibraryUnavailable() }
        self.settings = settings
        self.logger = logger
        self.handler = handler
        poll = try ConnectionPoll(listener: socket, settings: settings, logger: logger)
    }

    /// Serves until a graceful shutdown or `stop`: then no connection is accepted any more, requests under way are finished,
    /// and the socket's file is gone when this returns. Cancelling does not wait for what is under way. Call it once.
    package func run() async {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                async let reading: Void = Self.threads("fcgi-read", settings.workers) { self.answer(self.reads) }
                async let writing: Void = Self.threads("fcgi-write", 16 * settings.workers) {
                    self.answer(self.writes)
                }
                // Ends when the last connection has closed, so that nothing is left to be answered.
                await Self.threads("fcgi-io", 1) { self.transfer() }
                reads.close()
                writes.close()
                _ = await (reading, writing)
            } onGracefulShutdown: {
                self.stop()
            }
        } onCancel: {
            self.stop()
        }
    }

    /// Asks `run` to end. May be called from any thread, more than once.
    package func stop() {
        poll.stop()
    }

    // MARK: Threads

    /// Runs `body` on threads of its own; returns when all of them have ended.
    private static func threads(_ name: String, _ count: Int, _ body: @escaping @Sendable () -> Void) async {
        let (ends, ending) = AsyncStream.makeStream(of: Void.self)
        for number in 1...count {
            let thread = Thread {
                // By the thread itself: a name that is given before its start does not reach the kernel.
                reel_name_thread("\(name)-\(number)")
                // Signals are for the main thread; here they would only interrupt system calls.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                body()
                ending.yield()
            }
            thread.start()
        }
        // Not to be cut short: a task that is cancelled gets no more of a stream, and the threads would be left behind.
        await Task.detached {
            var left = count
            for await _ in ends {
                left -= 1
                if left == 0 { break }
            }
        }.value
    }

    /// The loop that receives and sends.
    private func transfer() {
        while var connection = poll.next() {
            if connection.isSending {
                let delivery = connection.send()
                dispose(of: connection, after: delivery)
                continue
            }
            switch connection.receive() {
            case .whole(let request):
                (request.onlyReads && !request.mayTakeLong ? reads : writes).add(connection, request)
            case .partial: poll.wait(connection)
            case .failed:
                logger.trace("a connection ended before a request was complete")
                poll.close(connection)
            }
        }
    }

    /// The loop of a thread that answers.
    private func answer(_ queue: RequestQueue) {
        while let (connection, request) = queue.next() { answer(connection, request) }
    }

    private func answer(_ connection: FCGIConnection, _ request: Request) {
        var connection = connection
        let delivery = connection.answer(serialized(handler(request), withBody: request.method != "HEAD"))
        dispose(of: connection, after: delivery)
    }

    private func serialized(_ response: Response, withBody: Bool) -> Data {
        let bytes = response.serialized(withBody: withBody)
        guard bytes.count > Self.answerLimit else { return bytes }
        logger.error("an answer has \(bytes.count) bytes, more than \(Self.answerLimit), and is not sent")
        return Refusal(Problem.answerTooLong).response.serialized(withBody: withBody)
    }

    private func dispose(of connection: FCGIConnection, after delivery: FCGIConnection.Delivery) {
        switch delivery {
        case .partial, .whole: poll.wait(connection)
        case .finished: poll.close(connection)
        }
    }
}

extension Problem {
    fileprivate static let answerTooLong = Problem(
        status: 500,
        detail: "The answer is too long to be sent. Ask for less at once; the responder's log says how long it is.")
}

/// libfcgi could not be initialised.
private struct LibraryUnavailable: Error, CustomStringConvertible {
    let description = "libfcgi cannot be initialised: there is not enough memory."
}
