import Foundation
import ReelStore

/// Opens stores: the only way into this module for programs.
public enum StoreEngines {
    /// Every engine of this build.
    private static let all: [any StoreEngine.Type] = [SQLiteEngine.self]

    /// Opens the store at an address; whichever process is first creates or migrates it.
    ///
    /// - Parameters:
    ///   - url: what `REEL_DATABASE` names: a file, or an address whose scheme says which engine it is for.
    ///   - options: how it is opened.
    /// - Throws: `StoreError`; for an address that no engine opens, it says which ones would do.
    public static func open(_ url: URL, _ options: StoreOptions = StoreOptions()) throws -> any Store {
        try engine(for: url).open(url, options)
    }

    /// Looks at the store at an address without changing anything.
    public static func inspector(of url: URL) throws -> any StoreInspector {
        try engine(for: url).inspector(of: url)
    }

    private static func engine(for url: URL) throws -> any StoreEngine.Type {
        let scheme = url.scheme?.lowercased() ?? "file"
        if let engine = all.first(where: { $0.schemes.contains(scheme) }) { return engine }
        throw StoreError(
            .failed, operation: "opening the database",
            cause: "REEL_DATABASE is \"\(withoutPassword(url))\", but no engine of this build opens addresses of "
                + "\"\(scheme)\". It should be \(all.map { $0.example }.joined(separator: ", or "))")
    }

    /// Messages end in logs.
    private static func withoutPassword(_ url: URL) -> String {
        guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false) else { return url.scheme ?? "" }
        if parts.password != nil { parts.password = "***" }
        parts.query = nil
        return parts.string ?? url.scheme ?? ""
    }
}
