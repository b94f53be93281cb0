import Foundation
import Glibc
import ReelCore
import ReelTool

/// The development site: `nginx/dev.conf.in` with the names of this machine.
package struct NginxConfiguration: Sendable {
    /// The site's files: `nginx/` and `web/` are in it.
    package var root: URL
    package var home: HomeLayout
    package var listen: ListenAddress
    /// Names by which the site may be asked, beside those that always may.
    package var hosts: [String]

    package var cacheScope: CacheScope

    /// Who may keep finished files: the client alone, or shared caches too (RFC 9111, 5.2.2).
    package enum CacheScope: String, CaseIterable, Sendable {
        case `private`, `public`
    }

    package init(
        root: URL, home: HomeLayout, listen: ListenAddress, hosts: [String] = [], cacheScope: CacheScope = .private
    ) {
        self.root = root
        self.home = home
        self.listen = listen
        self.hosts = hosts
        self.cacheScope = cacheScope
    }

    private var folder: URL { home.root.appending(path: "nginx", directoryHint: .isDirectory) }

    /// Without -e nginx would try to write below /var/log before it has read its configuration.
    package var arguments: [String] {
        ["-e", "stderr", "-p", folder.path, "-c", folder.appending(path: "nginx.conf").path]
    }

    /// Writes the configuration and lets nginx check it.
    ///
    /// - Returns: the path of nginx.
    /// - Throws: `UpError`.
    package func prepare() async throws -> String {
        // It lies in /usr/sbin, which is not in everybody's PATH.
        guard let nginx = Tool.find("nginx") ?? Tool.find("/usr/sbin/nginx") else {
            throw UpError("nginx is not installed.", "apt-get install nginx")
        }
        try write()
        do {
            try await Tool.run(ToolCommand(nginx, arguments + ["-t"]))
        } catch ToolError.failed(_, _, let errorTail) {
            throw UpError("nginx does not accept its configuration:", errorTail)
        }
        return nginx
    }

    package func write() throws {
        for path in [home.root.path, root.path] where path.contains(where: { "\"$\\;{}\n".contains($0) }) {
            throw UpError(
                "nginx cannot use a path with such characters in it: \(path)",
                "Choose another: REEL_HOME=/some/folder scripts/run")
        }
        // Each becomes a server_name; what is no name is refused in words by the processes that read the setting.
        if let odd = hosts.first(where: {
            !$0.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 & 0xDF || ".*_-".utf8.contains($0) }
        }) {
            throw UpError(
                "REEL_HOSTS has \"\(odd)\", but it should be a list of host names such as reels.example.org,*.example.org."
            )
        }
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let link = folder.appending(path: "reel")
        try? files.removeItem(at: link)
        try files.createSymbolicLink(at: link, withDestinationURL: root.appending(path: "nginx"))
        let template = try String(contentsOf: root.appending(path: "nginx/dev.conf.in"), encoding: .utf8)
        let text = names.reduce(template) { $0.replacingOccurrences(of: "@\($1.key)@", with: $1.value) }
        if let left = text.split(separator: "\n").first(where: { !$0.hasPrefix("#") && $0.contains(/@[A-Z_]+@/) }) {
            throw UpError("nginx/dev.conf.in has a name that is not known: \(left)")
        }
        try Data(text.utf8).write(to: folder.appending(path: "nginx.conf"), options: .atomic)
    }

    private var names: [String: String] {
        [
            "USER": Self.user, "LISTEN": listen.description, "HOSTS": hosts.joined(separator: " "),
            "CACHE_SCOPE": cacheScope.rawValue, "REEL_HOME": home.root.path,
            "REEL_WEB": root.appending(path: "web").path,
        ]
    }

    /// The sockets are for their owner and its group, so the workers must be the one who starts all this.
    private static var user: String {
        guard geteuid() == 0, let user = getpwuid(geteuid()), let group = getgrgid(getegid()) else { return "" }
        return "user \(String(cString: user.pointee.pw_name)) \(String(cString: group.pointee.gr_name));"
    }
}
