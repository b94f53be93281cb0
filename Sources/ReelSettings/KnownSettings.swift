/// Every setting of every process; `scripts/check-settings` holds the list to the tables beside the code.
package enum KnownSettings {
    package static let keys: Set<String> = [
        "attempt.memory",
        "attempt.timeout",
        "bridge.maxConnections",
        "bridge.maxSubscriptions",
        "bridge.pingSeconds",
        "bridge.pongSeconds",
        "compose.encoders",
        "compose.ffmpeg",
        "compose.font",
        "compose.quietFont",
        "cpu.compose",
        "cpu.extract",
        "cpu.finish",
        "cpu.gather",
        "cpu.narrate",
        "cpu.script",
        "cpu.sound",
        "database",
        "disk.reserve",
        "extract.downloadBudget",
        "extract.robots",
        "fcgi.answerTimeout",
        "fcgi.bodyLimit",
        "fcgi.connections",
        "fcgi.queueLimit",
        "fcgi.recordingLimit",
        "fcgi.scheduledLimit",
        "fcgi.timeout",
        "fcgi.workers",
        "fetch.allow",
        "fetch.connectTimeout",
        "fetch.redirects",
        "fetch.timeout",
        "fetch.transfers",
        "fetch.userAgent",
        "finish.audioKilobits",
        "finish.loudness",
        "finish.truePeak",
        "gather.clipBytes",
        "gather.downloadBudget",
        "gather.folder",
        "gather.largestEdge",
        "gather.parallel",
        "gather.pictureBytes",
        "gather.pixels",
        "gather.smallestEdge",
        "home",
        "hosts",
        "jobs",
        "keep.cache",
        "keep.failed",
        "keep.jobs",
        "keep.videos",
        "lease.seconds",
        "llm.context",
        "llm.fallback",
        "llm.inputPrice",
        "llm.key",
        "llm.keyFile",
        "llm.model",
        "llm.outputPrice",
        "llm.timeout",
        "llm.tries",
        "llm.url",
        "log.level",
        "music.default",
        "music.folder",
        "music.level",
        "narrate.breath",
        "narrate.finalPause",
        "narrate.leadIn",
        "narrate.paragraphPause",
        "narrate.pronunciations",
        "narrate.quotes",
        "narrate.scenePause",
        "narrate.sentencePause",
        "narrate.speed",
        "narrate.speeds",
        "origins",
        "pexels.key",
        "pexels.keyFile",
        "pexels.url",
        "publicUrl",
        "script.seconds",
        "speech.characters",
        "speech.fallback",
        "speech.format",
        "speech.instructions",
        "speech.key",
        "speech.keyFile",
        "speech.kind",
        "speech.languages",
        "speech.model",
        "speech.price",
        "speech.timeout",
        "speech.tries",
        "speech.url",
        "speech.voice",
        "speech.voices",
        "stop.grace",
        "voice",
        "voiceOrder",
        "voices",
    ]

    /// Names the settings file.
    package static let fileVariable = "REEL_CONFIG"
    /// Read by `ReelRunner up` and by `Settings.load`, not from the file.
    private static let variablesAlone: Set<String> = [
        fileVariable, "REEL_PORT", "REEL_LISTEN", "REEL_QUALITY", "REEL_CACHE_SCOPE",
    ]
    /// Of the tests and the benchmarks.
    private static let otherPrefixes = ["REEL_TEST_", "REEL_BENCH_"]

    package static var variables: Set<String> { Set(keys.map(variable)).union(variablesAlone) }

    /// `finish.truePeak` is `REEL_FINISH_TRUE_PEAK`.
    package static func variable(_ key: String) -> String {
        SettingsRecord.variable(key.split(separator: ".").map(String.init))
    }

    static func unknown(variables names: some Sequence<String>) -> [String] {
        names.filter { name in
            !variables.contains(name) && !otherPrefixes.contains { name.hasPrefix($0) }
        }.sorted()
    }

    static func unknown(keys names: [String]) -> [String] {
        names.filter { !keys.contains($0) }.sorted()
    }

    /// The one setting that differs from `name` by its underscores alone, as `REEL_TRUEPEAK` would.
    static func suggestion(for name: String) -> String {
        let letters = name.filter { $0 != "_" }
        return variables.first { $0.filter { $0 != "_" } == letters }.map { " (\($0) is one)" } ?? ""
    }
}
