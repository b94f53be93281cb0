import Foundation
import ReelCore
import ReelFetch

/// The REST API of the service that runs on this machine, asked as everybody asks it: through nginx.
struct ServiceClient: Sendable {
    let address: String
    private let fetcher: Fetcher

    init(address: String) {
        self.address = address
        var policy = FetchPolicy()
        policy.allowed = [String(address.trimmingPrefix("http://")).lowercased()]
        policy.timeout = .seconds(20)
        fetcher = .live(policy)
    }

    func get<Answer: Decodable>(_ path: String, as type: Answer.Type) async throws -> Answer {
        try await ask(FetchRequest(url: address + path, maximumBytes: Self.largestAnswer, takesAnyStatus: true))
    }

    func post<Answer: Decodable>(_ path: String, _ body: JSONValue, as type: Answer.Type) async throws -> Answer {
        try await ask(
            FetchRequest(
                url: address + path, maximumBytes: Self.largestAnswer, method: .post,
                headers: [HTTPField("Content-Type", "application/json")], body: try WireCoding.encode(body),
                takesAnyStatus: true))
    }

    /// Waits until the service answers.
    ///
    /// - Throws: what was wrong at the last try.
    func awaitService(within limit: Duration) async throws {
        let deadline = ContinuousClock.now + limit
        while true {
            do {
                _ = try await get("/health", as: JSONValue.self)
                return
            } catch let error where !(error is CancellationError) && ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    private static let largestAnswer = 16 << 20

    private func ask<Answer: Decodable>(_ request: FetchRequest) async throws -> Answer {
        let answer: FetchedResource
        do {
            answer = try await fetcher.fetch(request)
        } catch let error as FetchError {
            throw ServiceProblem("ReelCraft does not answer at \(address): \(error)", isTransient: true)
        }
        guard answer.status < 400 else {
            let detail = (try? WireCoding.decode(JSONValue.self, from: answer.body))?["detail"]?.string
            throw ServiceProblem(
                detail ?? "\(request.url) was answered with status \(answer.status).", isTransient: answer.status >= 500
            )
        }
        return try WireCoding.decode(Answer.self, from: answer.body)
    }
}

/// Why there is no answer, or no reel.
struct ServiceProblem: Error, CustomStringConvertible {
    let description: String
    /// Whether it may be gone at the next try.
    let isTransient: Bool

    init(_ description: String, isTransient: Bool = false) {
        self.description = description
        self.isTransient = isTransient
    }
}
