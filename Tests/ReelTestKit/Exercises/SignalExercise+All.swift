import Foundation
import ReelCore
import ReelSignals
import ServiceLifecycle
import Testing

extension SignalExercise {
    static let commands: [SignalExercise] = [
        SignalExercise("a command reaches every runner that listens", needs: .commands) { bench in
            let (one, two) = (try bench.endpoint(), try bench.endpoint())
            let heard = [Collected(one.commands), Collected(two.commands)]
            let sender = try bench.sender()
            let id = JobID()
            try await bench.whileRunning([one, two]) {
                try await eventually("both runners to listen") {
                    sender.tell(.wake)
                    return heard.allSatisfy { $0.elements.contains(.wake) }
                }
                sender.tell(.cancelled(id))
                sender.tell(.retried(id))
                try await eventually("both commands at both runners") {
                    heard.allSatisfy { $0.elements.contains(.cancelled(id)) && $0.elements.contains(.retried(id)) }
                }
            }
            for runner in heard { #expect(runner.elements.allSatisfy { $0 != .watch && $0 != .watching }) }
        },
        SignalExercise("telling nobody is no error") { bench in
            try bench.sender().tell(.wake)
            // One that does not run yet is nobody.
            let endpoint = try bench.endpoint()
            try bench.sender().tell(.cancelled(JobID()))
            try await bench.whileRunning([endpoint]) {}
        },
        SignalExercise("a runner that does not read its commands holds nobody up") { bench in
            let endpoint = try bench.endpoint()
            let sender = try bench.sender()
            try await bench.whileRunning([endpoint]) {
                let time = ContinuousClock().measure { for _ in 0..<3000 { sender.tell(.wake) } }
                #expect(time < .seconds(30))
            }
        },
    ]

    static let events: [SignalExercise] = [
        SignalExercise("every event comes to every subscriber, in order and after the sign", needs: .events) { bench in
            let endpoint = try bench.endpoint()
            let (one, two) = (try bench.subscriber(), try bench.subscriber())
            let heard = [Collected(one.notices), Collected(two.notices)]
            let id = JobID()
            try await bench.whileRunning([endpoint, one, two]) {
                try await eventually("both to be attached") { heard.allSatisfy { $0.elements.contains(.attached) } }
                for seq in 1...500 { endpoint.publish(bench.event(seq, of: id)) }
                try await eventually("the last event") { heard.allSatisfy { $0.events.count >= 500 } }
            }
            for subscriber in heard {
                #expect(subscriber.elements.first == .attached)
                #expect(subscriber.events.map(\.seq) == Array(1...500))
            }
        },
        SignalExercise("a change of status brings the job along", needs: .events) { bench in
            let endpoint = try bench.endpoint()
            let subscriber = try bench.subscriber()
            let heard = Collected(subscriber.notices)
            var job = Job(
                id: JobID(), request: JobRequest(url: "https://example.org/a?b=\u{1F40B}"), createdAt: Date())
            job.status = .processing
            var event = bench.event(7, of: job.id)
            event.expectedEnd = event.at + 90
            var change = event
            change.kind = .status
            change = change.carrying(job)
            let told = [event, change]
            try await bench.whileRunning([endpoint, subscriber]) {
                try await eventually("the subscriber to be attached") { heard.elements.contains(.attached) }
                told.forEach(endpoint.publish)
                try await eventually("both events") { heard.events.count == 2 }
            }
            #expect(heard.events == told)
        },
        SignalExercise("publishing to nobody is no error") { bench in
            let endpoint = try bench.endpoint()
            endpoint.publish(bench.event(1, of: JobID()))
            try await bench.whileRunning([endpoint]) { endpoint.publish(bench.event(2, of: JobID())) }
        },
        SignalExercise("who does not read holds nobody up, and is told that something is missing", needs: .events) {
            bench in
            let endpoint = try bench.endpoint()
            let subscriber = try bench.subscriber()
            let id = JobID()
            try await bench.whileRunning([endpoint, subscriber]) {
                var notices = subscriber.notices.makeAsyncIterator()
                #expect(await notices.next() == .attached)
                let time = ContinuousClock().measure {
                    for seq in 1...50_000 { endpoint.publish(bench.event(seq, of: id)) }
                }
                #expect(time < .seconds(30))
                var last: Int64 = 0
                while let notice = await notices.next(), notice != .gap {
                    // Nothing is left out without a sign: either all events come, or a gap is told.
                    guard case .event(let event) = notice else { continue }
                    #expect(event.seq > last)
                    last = event.seq
                    if last == 50_000 { break }
                }
                // Afterwards it hears what is new.
                let heard = Collected(subscriber.notices)
                try await eventually("a new event") {
                    endpoint.publish(bench.event(60_000, of: id))
                    return heard.events.contains { $0.seq == 60_000 }
                }
            }
        },
        SignalExercise("a runner that goes is a gap, and one that comes is attached", needs: .events) { bench in
            let subscriber = try bench.subscriber()
            let heard = Collected(subscriber.notices)
            try await bench.whileRunning([subscriber]) {
                for round in 1...2 {
                    let endpoint = try bench.endpoint()
                    try await bench.whileRunning([endpoint]) {
                        try await eventually("the runner to be found") {
                            heard.elements.count { $0 == .attached } == round
                        }
                        endpoint.publish(bench.event(round, of: JobID()))
                        try await eventually("its event") { heard.events.last?.seq == Int64(round) }
                    }
                    try await eventually("its end") { heard.elements.count { $0 == .gap } >= round }
                }
            }
        },
    ]

    static let endings: [SignalExercise] = [
        SignalExercise("everything ends when it is asked to") { bench in
            let endpoint = try bench.endpoint()
            let subscriber = try bench.subscriber()
            let (commands, notices) = (Collected(endpoint.commands), Collected(subscriber.notices))
            try await bench.whileRunning([endpoint, subscriber]) {}
            try await eventually("both sequences to end") { commands.hasEnded && notices.hasEnded }
        },
        SignalExercise("everything ends when it is cancelled") { bench in
            let endpoint = try bench.endpoint()
            let subscriber = try bench.subscriber()
            let (commands, notices) = (Collected(endpoint.commands), Collected(subscriber.notices))
            let tasks = [Task { try await endpoint.run() }, Task { try await subscriber.run() }]
            for task in tasks { task.cancel() }
            for task in tasks { _ = await task.result }
            try await eventually("both sequences to end") { commands.hasEnded && notices.hasEnded }
        },
    ]
}
