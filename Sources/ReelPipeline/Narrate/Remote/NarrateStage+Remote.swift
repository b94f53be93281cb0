import Foundation
import Logging
import ReelCore
import ReelFetch
import ReelSpeech
import Synchronization

extension NarrateStage {
    /// Scenes that are asked for at once: small plans of services allow two, and a service at home has one graphics card.
    private static let requestsAtOnce = 2

    /// The service that speaks a script, unless the request asks for a voice of this machine. A voice of the service that is
    /// requested speaks or the job fails, as any other does.
    ///
    /// - Throws: `NarrateError` when a voice is requested that no service offers.
    func remoteSettings(for language: SpokenLanguage) throws -> RemoteSpeechSettings? {
        guard let voice = settings.speech.requestedVoice else {
            return settings.remote.flatMap { $0.service.speaks(language) ? $0 : nil }
        }
        guard voice.isOfService else { return nil }
        guard var remote = settings.remote, remote.service.offers(voice) else {
            throw NarrateError.voiceNotOffered(voice)
        }
        remote = remote.speaking(as: voice)
        remote.allowsFallback = false
        return remote
    }

    /// Has a script spoken by a service, whole.
    ///
    /// - Throws: `RemoteSpeechError` when it fails; `NarrateError`, `CancellationError`, file errors.
    func narrate(
        _ script: Script, in language: SpokenLanguage, by remote: RemoteSpeechSettings, _ context: StageContext
    ) async throws -> Narration {
        let spent = Mutex(SpeechUsage())
        let speaker = RemoteSpeaker(
            settings: remote,
            client: SpeechClient(
                settings: remote, fetcher: fetcher ?? remote.fetcher(), logger: context.logger,
                onUsage: { [onSpending] usage in
                    spent.withLock { $0 = $0 + usage }
                    onSpending(usage)
                }),
            cache: cache, aligner: aligner, logger: context.logger)
        defer { log(spent.withLock { $0 }, by: remote, context) }
        let scenes = try await narrate(script, atOnce: Self.requestsAtOnce, in: context) { scene, pauses in
            let request = request(
                for: scene.script, by: remote.fullName, speed: settings.speech.speed * (script.speed ?? 1),
                pauses: pauses)
            return try await kept(scene, request, version: speaker.version, in: context) { output, folder in
                try await speaker.speak(request, language: language, into: output, in: folder)
            }
        }
        return Narration(voice: remote.fullName, scenes: scenes)
    }

    private func log(_ spent: SpeechUsage, by remote: RemoteSpeechSettings, _ context: StageContext) {
        context.logger.info(
            "the speech service was asked",
            metadata: [
                "host": "\(remote.host)", "requests": "\(spent.requests)", "characters": "\(spent.characters)",
                "cost": "\(spent.cost.map { "\($0)" } ?? "no price is set")",
            ])
    }
}
