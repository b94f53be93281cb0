import Foundation
import Logging
import ReelCore
import ReelHTTP
import ReelSignals
import ReelStore

/// From request to response: finds the route, has it answered, turns errors into answers, and says in the log what
/// happened. Keeps no state but what samples
/// of voices are in the making; blocks its thread.
package struct Responder: Sendable {
    let store: any Store
    let layout: HomeLayout
    let settings: FCGISettings
    let runners: any CommandSender
    let presence: any RunnerPresence
    let bridge: BridgePresence
    let samples: VoiceSamples
    let logger: Logger

    package init(store: any Store, layout: HomeLayout, settings: FCGISettings, logger: Logger) {
        self.store = store
        self.layout = layout
        self.settings = settings
        self.logger = logger
        runners = SignalEngine.standard.open(layout: layout, logger: logger).makeSender()
        presence = HostPresence(layout: layout)
        bridge = BridgePresence(socket: layout.bridgeSocket)
        samples = VoiceSamples(folder: layout.samples, voices: settings.voices)
    }

    package func respond(to request: Request) -> Response {
        var request = request
        request.budget = CPUBudget(seconds: settings.cpuSeconds)
        let start = ContinuousClock.now
        var route: Route?
        var response: Response
        var principal: Principal?
        do {
            let asker = try settings.access.principal(for: request.source)
            principal = asker
            try asker.require(request.permission)
            if request.method == "OPTIONS" { return try preflight(request.path, for: asker) }
            response = carryOut(request, as: &route)
        } catch {
            response = refuse(error, request, route)
        }
        if let principal { response.headers += principal.crossOriginHeaders }
        if logger.logLevel <= .debug {
            logger(request, route).debug(
                "\(request.method) \(request.loggablePath) \(response.status)",
                metadata: [
                    "duration": "\(start.duration(to: .now))", "principal": "\(principal?.identity.rawValue ?? "none")",
                ])
        }
        return response
    }

    /// The answer of the route, or its refusal. Who asks has been decided.
    ///
    /// - Parameter route: is set to what the request is for.
    func carryOut(_ request: Request, as route: inout Route?) -> Response {
        do {
            let found = try Router.route(method: request.method, path: request.path)
            route = found
            if !request.onlyReads, request.received.duration(to: .now) > Self.patience { throw HTTPError.overdue }
            return try answer(found, request)
        } catch {
            return refuse(error, request, route)
        }
    }

    private func refuse(_ error: any Error, _ request: Request, _ route: Route?) -> Response {
        let refusal = Refusal(error)
        if refusal.level > .debug {
            logger(request, route).log(
                level: refusal.level, "\(request.method) \(request.loggablePath) failed: \(error)")
        }
        return refusal.response
    }

    /// The answer to a browser that asks which methods a path takes, before it sends what a page wants.
    ///
    /// - Throws: `HTTPError.noSuchPath`.
    private func preflight(_ path: String, for principal: Principal) throws(HTTPError) -> Response {
        let methods = Router.methods(at: path)
        guard !methods.isEmpty else { throw .noSuchPath(path) }
        let list = (methods + ["OPTIONS"]).joined(separator: ", ")
        return Response(
            status: 204,
            headers: principal.crossOriginHeaders + [("Allow", list)] + principal.preflightHeaders(methods: list),
            body: Data())
    }

    /// Says whose request and which job it is about. For those who have something to say: most have not, and making it costs
    /// as much as reading a job.
    private func logger(_ request: Request, _ route: Route?) -> Logger {
        var logger = logger
        if let id = request.id { logger[metadataKey: "request_id"] = "\(id)" }
        if let id = route?.jobID { logger[metadataKey: "job_id"] = "\(id)" }
        return logger
    }

    private func answer(_ route: Route, _ request: Request) throws -> Response {
        switch route {
        case .createJob: try createJob(request, logger(request, route))
        case .listJobs: try listJobs(request)
        case .showJob(let name): try showJob(name)
        case .cancelJob(let name): try cancelJob(name, logger(request, route))
        case .retryJob(let name): try retryJob(name, logger(request, route))
        case .listAttempts(let name): try listAttempts(name)
        case .listVideos: try listVideos(request)
        case .showVideo(let name): try showVideo(name)
        case .videoFile(let name): try videoFile(name, request)
        case .listVoices: try listVoices(request)
        case .voiceSample(let provider, let name): try voiceSample(provider, name)
        case .createShare(let video): try createShare(video, request, logger(request, route))
        case .listShares(let video): try listShares(video)
        case .deleteShare(let video, let share): try deleteShare(share, of: video, logger(request, route))
        case .sharePage(let token): try sharePage(token, request)
        case .shareFile(let token, let name): try shareFile(name, token, request)
        case .feed: try feed(request)
        case .mcp: try mcp(request)
        case .deleteVideo(let name): try deleteVideo(name, logger(request, route))
        case .editVideo(let name): try editVideo(name, request, logger(request, route))
        case .health: try health(logger(request, route))
        case .metrics: try metrics()
        }
    }

    /// How long a request that writes may have waited for its turn.
    private static let patience = Duration.seconds(10)
}

extension Route {
    /// The job that the path names, if it is a job's name.
    fileprivate var jobID: JobID? {
        switch self {
        case .showJob(let name), .cancelJob(let name), .retryJob(let name), .listAttempts(let name):
            JobID(rawValue: name)
        default: nil
        }
    }
}

extension Request {
    /// The path as a client sent it may hold anything; a log line holds printable ASCII, and no token by which one may watch.
    fileprivate var loggablePath: String {
        if path.utf8.starts(with: "/s/".utf8) { return "/s/***" }
        return String(path.unicodeScalars.prefix(200).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
    }
}
