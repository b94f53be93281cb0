import Configuration
import ReelCore
import ReelHTTP
import ReelSettings

/// How the responder serves.
///
/// | key | environment | default | meaning |
/// |---|---|---|---|
/// | `fcgi.workers` | `REEL_FCGI_WORKERS` | 4 | threads that answer what only reads, and sixteen times as many for what writes; 1 to 64 |
/// | `fcgi.connections` | `REEL_FCGI_CONNECTIONS` | 512 | connections held open; more wait in the socket's backlog |
/// | `fcgi.timeout` | `REEL_FCGI_TIMEOUT` | 10 | seconds from a request's first byte to its last |
/// | `fcgi.answerTimeout` | `REEL_FCGI_ANSWER_TIMEOUT` | 10 | seconds from an answer's first byte to its last, which nginx takes |
/// | `fcgi.bodyLimit` | `REEL_FCGI_BODY_LIMIT` | 524288 | bytes of a request's body; nginx has the same limit |
/// | `fcgi.recordingLimit` | `REEL_FCGI_RECORDING_LIMIT` | 20971520 | bytes of the body of a request that brings a recording; nginx has the same limit |
/// | `fcgi.queueLimit` | `REEL_FCGI_QUEUE_LIMIT` | 1000 | jobs that may be due or wait for a retry; more are refused with 429 |
/// | `fcgi.scheduledLimit` | `REEL_FCGI_SCHEDULED_LIMIT` | 10000 | jobs that may wait for their `run_at`; more are refused with 429 |
package struct FCGISettings: Sendable {
    /// More would only fight for the cores: they wait for nobody but the disk.
    package var workers = 4
    package var connections = 512
    package var timeout: Duration = .seconds(10)
    package var answerTimeout: Duration = .seconds(10)
    package var bodyLimit = 524_288
    package var recordingLimit = 20_971_520
    package var queueLimit = 1_000
    package var scheduledLimit = 10_000
    /// Seconds of processor time that a request may take. The longest body that is allowed takes a hundredth of it.
    package var cpuSeconds = 1.0
    /// Whom the API answers.
    package var access = AccessPolicy()
    /// What links to this service begin with; by each request's own name where none is set.
    package var publicAddress: PublicAddress?
    /// Who speaks which language where a request names nobody.
    package var speech = SpeechSettings()
    /// The speech service whose voices requests may name; `nil` where there is none.
    package var service: SpeechService?
    /// Where voices lie that Debian does not have.
    package var voices: VoiceFolder?
    /// By which runners decide whether to begin a job: `/health` says so when they do not.
    package var reserve = DiskReserve()

    package init() {}

    /// - Throws: `SettingsError`.
    package init(_ config: ConfigReader) throws {
        let settings = SettingsReader(config)
        workers = try settings.int("fcgi.workers", in: 1...64, default: workers)
        connections = try settings.int("fcgi.connections", in: 1...100_000, default: connections)
        timeout = .seconds(try settings.int("fcgi.timeout", in: 1...3_600, default: 10))
        answerTimeout = .seconds(try settings.int("fcgi.answerTimeout", in: 1...3_600, default: 10))
        bodyLimit = try settings.int("fcgi.bodyLimit", in: 1_024...1_048_576, default: bodyLimit)
        recordingLimit = try settings.int(
            "fcgi.recordingLimit", in: 1_024...67_108_864, default: recordingLimit)
        queueLimit = try settings.int("fcgi.queueLimit", in: 1...10_000_000, default: queueLimit)
        scheduledLimit = try settings.int("fcgi.scheduledLimit", in: 1...10_000_000, default: scheduledLimit)
        access = try AccessPolicy(config)
        publicAddress = try PublicAddress(config)
        reserve = try DiskReserve(config)
        voices = try VoiceFolder(config)
        speech = try SpeechSettings(voicesIn: config)
        let (service, url) = try SpeechService.read(config)
        self.service = url == nil ? nil : service
    }
}
