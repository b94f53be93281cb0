import Foundation
import Synchronization

/// Takes this process's own secrets out of what is logged or stored, and credentials out of addresses.
public enum Redaction {
    public static let replacement = "***"

    /// Bytes: a shorter one (the "ollama" or "none" that local endpoints are given) is an ordinary word, which texts would lose.
    static let shortest = 8

    /// In all their spellings, the longest first, so that none leaves a part of another.
    private static let secrets = Mutex<[[UInt8]]>([])

    /// From now on texts lose this secret: as it is, as JSON writes it and as an address does.
    static func add(_ secret: String) {
        guard secret.utf8.count >= shortest else { return }
        let quoted = secret.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        let unreserved = CharacterSet(charactersIn: "-._~").union(.alphanumerics)
        let spellings = [
            secret, quoted, quoted.replacingOccurrences(of: "/", with: "\\/"),
            secret.addingPercentEncoding(withAllowedCharacters: unreserved) ?? secret,
        ]
        secrets.withLock { known in
            let new = Set(spellings.map { Array($0.utf8) }).subtracting(known)
            guard !new.isEmpty else { return }
            known = (known + new).sorted { $0.count > $1.count }
        }
    }

    /// Bytes without this process's secrets. What was JSON is still JSON.
    public static func bytes(_ data: Data) -> Data {
        let known = secrets.withLock { $0 }
        return known.reduce(data) { data, secret in
            guard var found = data.range(of: Data(secret)) else { return data }
            var output = Data()
            var rest = data.startIndex
            while true {
                output += data[rest..<found.lowerBound]
                output += Data(replacement.utf8)
                rest = found.upperBound
                guard let next = data.range(of: Data(secret), in: rest..<data.endIndex) else { break }
                found = next
            }
            return output + data[rest...]
        }
    }

    /// A message without this process's secrets and without the credentials of the addresses in it, whoever they belong to.
    public static func message(_ text: String) -> String {
        let shown = AddressCredentials.removed(from: Array(bytes(Data(text.utf8))))
        return String(decoding: shown, as: UTF8.self)
    }
}
