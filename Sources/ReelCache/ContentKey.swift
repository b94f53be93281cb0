import CCrypto
import Foundation

/// The name of something made: the SHA-256 of everything that went into it.
///
/// Each part is preceded by its length, so that no two lists of parts read the same.
public struct ContentKey: Hashable, Sendable, CustomStringConvertible {
    /// 64 hexadecimal digits.
    public let hex: String

    /// - Parameters:
    ///   - recipe: what is made, and the number of the way in which it is made, such as `segment/1`: raised by hand when
    ///     the code makes something else of the same inputs.
    ///   - parts: all inputs, in a fixed order.
    public init(recipe: String, _ parts: [Data]) {
        var digest = SHA256Digest()
        for part in [Data(recipe.utf8)] + parts {
            digest.update(withUnsafeBytes(of: UInt64(part.count).littleEndian) { Data($0) })
            digest.update(part)
        }
        hex = digest.finish()
    }

    public init(recipe: String, _ parts: [String]) {
        self.init(recipe: recipe, parts.map { Data($0.utf8) })
    }

    public var description: String { hex }
}

/// SHA-256 (FIPS 180-4) by OpenSSL, which libcurl has brought into the process anyway.
public struct SHA256Digest: ~Copyable {
    private let context = EVP_MD_CTX_new()

    public init() {
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    /// Adds bytes to what is hashed.
    public mutating func update(_ data: Data) {
        data.withUnsafeBytes { bytes in
            _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
    }

    /// The digest of all that was taken, in hexadecimal. Call once, at the end.
    public mutating func finish() -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &bytes, nil)
        return bytes.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// The digest of a file's bytes, in hexadecimal.
    ///
    /// - Throws: when the file cannot be read.
    public static func file(_ url: URL) throws -> String {
        let handle = try FileHandle(forReadingFrom: url)
        defer { try? handle.close() }
        var digest = SHA256Digest()
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
            digest.update(chunk)
        }
        return digest.finish()
    }
}
