import Foundation
import ReelCore

/// Fetches strangers' addresses within limits. `live` is the real one; tests hand in their own closure.
public struct Fetcher: Sendable {
    public var fetch: @Sendable (FetchRequest) async throws -> FetchedResource

    public init(fetch: @escaping @Sendable (FetchRequest) async throws -> FetchedResource) {
        self.fetch = fetch
    }
}

/// One thing to fetch.
public struct FetchRequest: Hashable, Sendable {
    /// The method of a request.
    public enum Method: String, Sendable {
        case get = "GET"
        /// Redirects are not followed.
        case post = "POST"
    }

    /// Absolute, http or https.
    public var url: String
    /// The `Accept` header.
    public var accept: String
    /// The most bytes to take, counted after decompression.
    public var maximumBytes: Int
    public var method: Method
    /// Beside those that are sent always.
    public var headers: [HTTPField]
    /// Sent with `post`.
    public var body: Data
    /// Whether an answer with a status other than 2xx is an answer too, and no error.
    public var takesAnyStatus: Bool

    public init(
        url: String, accept: String = "*/*", maximumBytes: Int, method: Method = .get, headers: [HTTPField] = [],
        body: Data = Data(), takesAnyStatus: Bool = false
    ) {
        self.url = url
        self.accept = accept
        self.maximumBytes = maximumBytes
        self.method = method
        self.headers = headers
        self.body = body
        self.takesAnyStatus = takesAnyStatus
    }
}

/// A header of a request. Line breaks and other controls are taken out of the value.
public struct HTTPField: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = String(
            String.UnicodeScalarView(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}

/// What came back, with a status of 2xx unless any was asked for.
public struct FetchedResource: Hashable, Sendable {
    /// The address in the end, after redirects.
    public var url: String
    /// The whole `Content-Type` header, if there was one.
    public var contentType: String?
    /// Decompressed.
    public var body: Data
    public var status: Int
    /// By lower-case names; of several with one name the last.
    public var headers: [String: String]

    public init(
        url: String, contentType: String?, body: Data, status: Int = 200, headers: [String: String] = [:]
    ) {
        self.url = url
        self.contentType = contentType
        self.body = body
        self.status = status
        self.headers = headers
    }
}
