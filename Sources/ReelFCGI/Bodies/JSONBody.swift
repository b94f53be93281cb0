import Foundation
import ReelCore

extension Request {
    /// The body as a JSON object.
    ///
    /// - Parameter example: what it might look like, for the messages.
    /// - Throws: `HTTPError`.
    func jsonObject(such example: String) throws -> JSONValue {
        guard let type = mediaType, type == "application/json" || type.hasSuffix("+json") else {
            throw HTTPError.notJSON(contentType: contentType)
        }
        return try jsonObject(in: wholeBody(), such: example)
    }

    /// - Throws: `HTTPError.bodyTooLong`, `HTTPError.recordingLater`.
    func wholeBody() throws -> Data {
        switch body {
        case .tooLong(let limit): throw HTTPError.bodyTooLong(limit: limit)
        case .noPlace: throw HTTPError.recordingLater
        case .whole(let whole): whole
        }
    }

    /// Any JSON, within the limits of requests.
    ///
    /// - Parameters:
    ///   - data: the body, or a part of it.
    ///   - refusal: what is thrown for what is no JSON.
    func json(in data: Data, orThrow refusal: (JSONError) -> any Error) throws -> JSONValue {
        guard data.count <= textLimit else { throw HTTPError.bodyTooLong(limit: textLimit) }
        do {
            return try WireCoding.read(data, limits: .request, budget: budget)
        } catch {
            try budget?.check()
            throw refusal(error)
        }
    }

    /// - Parameter data: the body, or a part of it.
    func jsonObject(in data: Data, such example: String) throws -> JSONValue {
        let value = try json(in: data) { error in
            HTTPError.malformedJSON(
                "The body is \(error.isLimit ? "not JSON that is taken here" : "not JSON (RFC 8259, UTF-8)"): \(error). "
                    + "Send something like \(example).")
        }
        guard case .object = value else {
            throw HTTPError.invalid("The body should be a JSON object, such as \(example).")
        }
        return value
    }
}
