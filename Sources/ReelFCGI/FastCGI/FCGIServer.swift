import Foundation
import Glibc
import Logging
import ReelSocket
import ServiceLifecycle
import Synchronization

/// Answers FastCGI requests on a Unix socket with a fixed number of threads.
///
/// libfcgi's own way, a thread that accepts and then serves its connection to the end, starves others when nginx keeps
/// more connections open than there are threads. So connections wait in a `ConnectionPoll`, and libfcgi sees one only
/// while a request is on it. Workers answer what only reads; what writes goes to threads of its own, because it may have to
/// wait for another process's write. There are more of these: those that wait at the same time share one flush to the disk.
package final class FCGIServer: Service {
    package typealias Handler = @Sendable (Request) -> Response

    private let poll: ConnectionPoll
    private let writeQueue = WriteQueue()
    private let settings: FCGISettings
    private let logger: Logger
    private let handler: Handler

    /// - Parameter handler: called on the server's threads, several at once; it may block.
    package init(
        socket: ListeningSocket, settings: FCGISettings, logger: Logger, handler: @escaping Handler
    ) throws {
        guard FCGIExchange.isLibraryReady else { throw LibraryUnavailable() }
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
                async let writing: Void = Self.threads("fcgi-write", 16 * settings.workers) { self.write() }
                await Self.threads("fcgi", settings.workers) { self.work() }
                writeQueue.close()
                await writing
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
                // A signal would interrupt a read inside libfcgi, which takes that for the end of the connection.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                body()
                ending.yield()
            }
            thread.name = "\(name)-\(number)"
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

    /// The loop of a worker.
    private func work() {
        while let connection = poll.next() {
            let exchange = FCGIExchange(connection: connection)
            switch exchange.read(bodyLimit: settings.bodyLimit) {
            case .whole(let request) where request.onlyReads: answer(exchange, request)
            case .whole(let request): writeQueue.add(exchange, request)
            case .cutOff:
                logger.debug("a request's body did not come to its end")
                end(exchange)
            case .none:
                logger.trace("a connection ended before a request was complete")
                poll.connectionClosed()
            }
        }
    }

    /// The loop of a writer.
    private func write() {
        while let (exchange, request) = writeQueue.next() { answer(exchange, request) }
    }

    private func answer(_ exchange: FCGIExchange, _ request: Request) {
        exchange.write(handler(request).serialized(withBody: request.method != "HEAD"))
        end(exchange)
    }

    private func end(_ exchange: FCGIExchange) {
        if exchange.finish() {
            poll.returnIdle(exchange.connection)
        } else {
            poll.connectionClosed()
        }
    }
}

/// libfcgi could not be initialised.
private struct LibraryUnavailable: Error, CustomStringConvertible {
    let description = "libfcgi cannot be initialised: there is not enough memory."
}
