import Foundation

/// The environment of the programs that we start: of our own only what a program needs to find its files, its language and its
/// memory allocator. Settings, and the keys among them, stay here unless a command passes them on.
package enum ChildEnvironment {
    /// - Parameter environment: our own.
    package static func inherited(
        from environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String: String] {
        environment.filter { name, _ in names.contains(name) || prefixes.contains { name.hasPrefix($0) } }
    }

    private static let names: Set<String> = [
        "PATH", "HOME", "TMPDIR", "LANG", "LANGUAGE", "TZ", "TZDIR",
        // fontconfig's cache and fonts, espeak-ng's voices.
        "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "ESPEAK_DATA_PATH",
        // Swift's libraries, where they are not in the system's folders; another allocator; what sanitizers and tests load.
        // Whoever can set them for us could as well replace the programs.
        "LD_LIBRARY_PATH", "LD_PRELOAD", "GLIBC_TUNABLES", "SWIFT_BACKTRACE", "LLVM_PROFILE_FILE", "NO_FAKE_STAT",
        "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS",
    ]
    /// Locale, fonts, allocator; FAKETIME and FAULT are read by libraries that tests preload.
    private static let prefixes = ["LC_", "FONTCONFIG_", "MALLOC_", "FAKETIME", "FAULT_"]
}
