import Configuration
import Foundation
import ReelCore
import ReelFetch
import ReelSettings
import ReelTool

/// What `up` needs to know beside the settings of the processes that it starts.
///
///   `REEL_PORT` (8000), `REEL_LISTEN` (127.0.0.1): where nginx listens, 1 to 65535 and an address of this machine
///   `REEL_CACHE_SCOPE` (private): who may keep finished files, private or public
///   `REEL_QUALITY` (standard): of the reel of an address that is given on the command line
package struct UpSettings: Sendable {
    package var home: HomeSettings
    package var listen: ListenAddress
    /// Names by which the service may be asked, beside those that always may.
    package var hosts: [String]
    package var cacheScope: NginxConfiguration.CacheScope
    package var quality: Quality
    /// The folder that has `nginx/` and `web/`.
    package var root: URL
    /// The folder of the programs.
    package var programs: URL
    /// A little longer than runners may take to end, so that jobs are given back and not torn from them.
    package var patience: Duration
    /// All settings of the processes, of which each is given its own.
    private let environment: [String: String]

    /// - Throws: `SettingsError`, `UpError`.
    package init(_ config: ConfigReader, environment: [String: String], root: URL, programs: URL) throws {
        self.root = root
        self.programs = programs
        home = try HomeSettings(
            config, defaultHome: root.appending(path: "var").path,
            defaultDatabase: root.appending(path: "reelcraft.db").path)
        let settings = SettingsReader(config)
        let host = try settings.parsed(
            "listen", expected: "an address such as 127.0.0.1, 0.0.0.0 or [::1]"
        ) { text in
            text.utf8.allSatisfy { byte in
                UnicodeScalar(byte).properties.isAlphabetic || ".:[]-*0123456789".utf8.contains(byte)
            } ? text : nil
        }
        let listen = ListenAddress(
            host: host ?? "127.0.0.1", port: try settings.int("port", in: 1...65_535, default: 8_000))
        self.listen = listen
        // A name to listen at is one to be asked by; addresses always are.
        hosts = try settings.list("hosts") + (listen.isName ? [listen.host] : [])
        cacheScope = try settings.choice("cacheScope", default: .private)
        quality = try settings.choice("quality", default: .standard)
        patience = try RunnerSettings(config).stopGrace + .seconds(5)

        var environment = environment
        environment["REEL_HOME"] = home.layout.root.path
        environment["REEL_DATABASE"] =
            home.database.isFileURL ? home.database.path : home.database.absoluteString
        environment["REEL_HOSTS"] = hosts.joined(separator: ",")
        // The sample is served by our own nginx, which the address filter would refuse: this one address is let through.
        let own = [listen.reachableHost, "127.0.0.1", "localhost"].map { "\($0):\(listen.port)" }
        environment["REEL_FETCH_ALLOW"] = try FetchPolicy(config).allowed.union(own).sorted().joined(separator: ",")
        self.environment = environment
    }

    /// What a process of ours is given: what every child inherits, and its own settings.
    ///
    /// - Parameter scope: `nil` for a program that is not ours.
    package func environment(for scope: SettingsScope?) -> [String: String] {
        ChildEnvironment.inherited(from: environment)
            .merging(scope?.variables(in: environment) ?? [:]) { $1 }
    }

    /// The address of the page whose reel is made first.
    var sample: String { listen.url + "/sample/" }
}
