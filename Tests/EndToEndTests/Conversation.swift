import Foundation
import ReelCore
import ReelTestKit
import Testing

/// What a WebSocket client heard of one job until it ended.
struct Conversation {
    /// The words at the contract's percents, each once.
    private(set) var milestones: [String] = []
    private(set) var statuses: [String] = []
    private(set) var lastStatus: [String: any Sendable]?
    private var progress: [Int] = []
    private var sequence: [Int] = []

    var sceneCount: Int {
        milestones.compactMap { $0.firstMatch(of: /^Script generated with (\d+) scenes$/) }.first.flatMap { Int($0.1) }
            ?? 0
    }

    static func record(_ client: WebSocketClient, job id: String) async throws -> Conversation {
        var heard = Conversation()
        while !(heard.statuses.last.flatMap(JobStatus.init)?.isFinal ?? false) {
            let message = try await client.nextObject(within: .seconds(120))
            if message["type"] as? String == "subscribed" { continue }
            #expect(message["job_id"] as? String == id)
            heard.take(message)
        }
        return heard
    }

    static func connectWhenUp(_ service: Service) async throws -> WebSocketClient {
        var client: WebSocketClient?
        try await eventually("the bridge to answer") {
            client = try? await WebSocketClient.connect(.tcp(host: "127.0.0.1", port: service.port))
            return client != nil
        }
        let connected = try #require(client)
        _ = try await connected.next()
        return connected
    }

    func expectInOrder() {
        #expect(progress == progress.sorted(), "progress goes back")
        #expect(sequence == sequence.sorted(), "events out of order")
    }

    private mutating func take(_ message: [String: any Sendable]) {
        if let seq = message["seq"] as? Int { sequence.append(seq) }
        switch message["type"] as? String {
        case "job_progress":
            guard let percent = message["progress"] as? Int, let words = message["message"] as? String else { return }
            progress.append(percent)
            if Milestone(rawValue: percent) != nil, !milestones.contains(words), Self.isMilestone(words) {
                milestones.append(words)
            }
        case "job_status":
            lastStatus = message["status"] as? [String: any Sendable]
            if let status = lastStatus?["status"] as? String, status != statuses.last { statuses.append(status) }
        default:
            Issue.record("a message of no known type: \(message)")
        }
    }

    private static func isMilestone(_ words: String) -> Bool {
        words.hasPrefix("Script generated") || Milestone.allCases.contains { $0.message() == words }
    }
}
