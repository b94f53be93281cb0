import Foundation
import ReelCore

/// A body of `multipart/form-data` (RFC 7578): a form with a file, as browsers and `curl -F` send it.
package struct MultipartBody: Sendable {
    package struct Part: Sendable {
        /// The form's field.
        package var name: String
        /// As the sender calls the file; empty for what is no file.
        package var fileName: String
        /// In lower case, without parameters; empty where none is given.
        package var mediaType: String
        package var data: Data
    }

    package let parts: [Part]

    /// More than the API has fields.
    private static let mostParts = 20
    private static let longestHeader = 4_096

    /// - Parameter contentType: with its boundary.
    /// - Throws: `HTTPError.invalid`.
    package init(_ body: Data, contentType: String) throws(HTTPError) {
        guard let boundary = Self.parameter("boundary", of: contentType),
            (1...70).contains(boundary.utf8.count)
        else { throw Self.malformed("its Content-Type has no boundary") }
        let delimiter = Data("\r\n--\(boundary)".utf8)
        var parts: [Part] = []
        guard body.starts(with: delimiter.dropFirst(2)) else {
            throw Self.malformed("it does not begin with its boundary")
        }
        var place = body.startIndex + delimiter.count - 2
        while !body[place...].starts(with: "--".utf8) {
            guard body[place...].starts(with: "\r\n".utf8),
                let end = body.range(of: delimiter, in: place..<body.endIndex)
            else { throw Self.malformed("a part is cut short") }
            guard parts.count < Self.mostParts else { throw Self.malformed("it has more than \(Self.mostParts) parts") }
            parts.append(try Self.part(body[place..<end.lowerBound]))
            place = end.upperBound
        }
        self.parts = parts
    }

    /// The field of that name.
    ///
    /// - Throws: `HTTPError.invalid` when there are several.
    package func part(_ name: String) throws(HTTPError) -> Part? {
        let found = parts.filter { $0.name == name }
        guard found.count <= 1 else { throw .invalid("The form has \(found.count) fields \(name); send one.") }
        return found.first
    }

    /// - Parameter bytes: from the line end before its first header to the end of its content.
    private static func part(_ bytes: Data) throws(HTTPError) -> Part {
        let head = bytes.prefix(longestHeader)
        guard let end = head.range(of: Data("\r\n\r\n".utf8)) else {
            throw malformed("a part has no end of its header")
        }
        var part = Part(name: "", fileName: "", mediaType: "", data: Data(bytes[end.upperBound...]))
        for line in String(decoding: head[..<end.lowerBound], as: UTF8.self).split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch line[..<colon].lowercased() {
            case "content-disposition":
                part.name = parameter("name", of: value) ?? ""
                part.fileName = parameter("filename", of: value) ?? ""
            case "content-type":
                part.mediaType = value.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
            default: break
            }
        }
        guard !part.name.isEmpty else { throw malformed("a part has no name") }
        return part
    }

    /// A parameter such as `boundary=x` or `name="x"`.
    private static func parameter(_ name: String, of header: String) -> String? {
        var rest = header[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let found = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            let value: Substring
            if rest.first == "\"" {
                rest = rest.dropFirst()
                value = rest.prefix { $0 != "\"" }
                rest = rest[value.endIndex...]
            } else {
                value = rest.prefix { $0 != ";" && $0 != " " }
            }
            if found == name { return String(value) }
        }
        return nil
    }

    private static func malformed(_ reason: String) -> HTTPError {
        .invalid("The body is no form (multipart/form-data, RFC 7578) that can be read: \(reason).")
    }
}
