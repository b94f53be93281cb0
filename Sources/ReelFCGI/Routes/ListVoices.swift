import Foundation
import Logging
import ReelCore

extension Responder {
    /// `GET /api/voices?language=de`: the voices that can be asked for, grouped by provider, the best provider first;
    /// before them those of the speech service, if there is one.
    func listVoices(_ request: Request) throws -> Response {
        var language: SpokenLanguage?
        if let code = request.query[given: "language"] {
            guard let known = SpokenLanguage(code: code) else {
                throw HTTPError.invalid(
                    "language is \"\(code.excerpt())\"; send the code of a language, such as de or pt-br, or leave it out."
                )
            }
            language = known
        }
        let defaults = defaultVoices()
        let providers = [settings.service?.provider].compactMap(\.self) + VoiceCatalog.standard.providers
        let voices = providers.flatMap { provider -> [VoiceResponse] in
            let isInstalled = provider.isInstalled(in: settings.voices)
            return provider.listed(in: settings.voices).filter { voice in language.map(voice.speaks) ?? true }.map {
                VoiceResponse(
                    $0, of: provider, isInstalled: isInstalled,
                    sample: isInstalled && provider.isOffline ? Self.samplePath(of: $0) : nil,
                    defaultFor: defaults[$0] ?? [])
            }
        }
        return try .json(VoiceListResponse(voices: voices))
    }

    /// `GET /api/voices/{provider}/{name}/sample`: a WAV file of a few seconds, which nginx sends.
    func voiceSample(_ provider: String, _ name: String) throws -> Response {
        let fullName = provider + "/" + name
        guard let voices = VoiceCatalog.standard.providers.first(where: { $0.provider == provider }),
            let voice = voices.listed(in: settings.voices).first(where: { $0.nameAtProvider == name }), voices.isOffline
        else { throw HTTPError.noSuchVoice(fullName) }
        guard voices.isInstalled(in: settings.voices) else {
            throw HTTPError.noSample(fullName, voices.installation + ".")
        }
        let file: String
        do throws(VoiceSamples.Failure) {
            file = try samples.file(of: voice)
        } catch {
            switch error {
            case .busy: throw HTTPError.sampleLater
            case .failed(let reason):
                logger.warning("no sample of \(fullName): \(reason)")
                throw HTTPError.noSample(fullName, "The responder's log says why.")
            }
        }
        return Response(
            status: 200,
            headers: [("X-Accel-Redirect", "/.reel/sample/\(file)"), ("Cache-Control", "private, max-age=86400")],
            contentType: "audio/wav", body: Data())
    }

    private static func samplePath(of voice: VoiceName) -> String {
        "/api/voices/\(voice.provider)/\(voice.nameAtProvider)/sample"
    }

    /// The languages that each voice speaks where a request names none.
    private func defaultVoices() -> [VoiceName: [String]] {
        let missing = VoiceCatalog.standard.voices(missingIn: settings.voices)
        let voiceOfService = settings.service?.provider.voices.first
        var languages: [VoiceName: [String]] = [:]
        for language in SpokenLanguage.known {
            let first = settings.service?.speaks(language) == true ? voiceOfService : nil
            if let voice = first ?? settings.speech.voice(for: language, without: missing) {
                languages[voice, default: []].append(language.code)
            }
        }
        return languages
    }
}
