import Configuration
import ReelSettings

/// How the responder serves.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `fcgi.workers` | `REEL_FCGI_WORKERS` | 4 | threads that read and answer requests, and sixteen times as many that write; 1 to 64 |
/// | `fcgi.connections` | `REEL_FCGI_CONNECTIONS` | 512 | connections held open; more wait in the socket's backlog |
/// | `fcgi.timeout` | `REEL_FCGI_TIMEOUT` | 10 | seconds that one read or write on a connection may take |
/// | `fcgi.bodyLimit` | `REEL_FCGI_BODY_LIMIT` | 65536 | bytes of a request's body |
/// | `fcgi.queueLimit` | `REEL_FCGI_QUEUE_LIMIT` | 1000 | jobs that may wait; more are refused with 429 |
package struct FCGISettings: Sendable {
    /// More would only fight for the cores: they wait for nobody but the disk.
    package var workers = 4
    package var connections = 512
    package var timeout: Duration = .seconds(10)
    package var bodyLimit = 65_536
    package var queueLimit = 1_000
    /// Other sites whose pages may use the API.
    package var origins: Set<Origin> = []
    /// By which runners decide whether to begin a job: `/health` says so when they do not.
    package var reserve = DiskReserve()

    package init() {}

    /// - Throws: `SettingsError`.
    package init(_ config: ConfigReader) throws {
        workers = try Self.number("workers", workers, 1...64, config)
        connections = try Self.number("connections", connections, 1...100_000, config)
        timeout = .seconds(try Self.number("timeout", 10, 1...3_600, config))
        bodyLimit = try Self.number("bodyLimit", bodyLimit, 1_024...1_048_576, config)
        queueLimit = try Self.number("queueLimit", queueLimit, 1...10_000_000, config)
        origins = try Origin.allowed(config)
        reserve = try DiskReserve(config)
    }

    private static func number(
        _ name: String, _ standard: Int, _ range: ClosedRange<Int>, _ config: ConfigReader
    ) throws -> Int {
        let key = ConfigKey("fcgi.\(name)")
        // Read as text: a value that is no number would otherwise count as absent.
        guard let word = config.string(forKey: key) ?? config.int(forKey: key).map(String.init) else { return standard }
        guard let value = Int(word), range.contains(value) else {
            throw SettingsError.invalidValue(
                key: "REEL_FCGI_\(name.replacing(/[A-Z]/) { "_\($0.output)" }.uppercased())", value: word,
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }
}
