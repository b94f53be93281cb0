import ReelSignals
import ServiceLifecycle

/// Brings what runners publish to those who watch.
package struct EventRelay: Service {
    private let subscriber: any EventSubscriber
    private let subscriptions: JobSubscriptions

    package init(from subscriber: any EventSubscriber, to subscriptions: JobSubscriptions) {
        self.subscriber = subscriber
        self.subscriptions = subscriptions
    }

    package func run() async throws {
        async let listening: Void = subscriber.run()
        for await notice in subscriber.notices {
            switch notice {
            case .event(let event): subscriptions.publish(event)
            // What happened before, or in between, is in the store.
            case .attached, .gap: subscriptions.readAll()
            }
        }
        try await listening
    }
}
