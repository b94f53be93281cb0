import Foundation
import ReelCore
import ReelTestKit
import Testing

/// JSON is read as RFC 8259 has it, and within limits.
@Suite struct JSONReaderTests {
    private func read(_ text: String, _ limits: JSONLimits = .request) throws(JSONError) -> JSONValue {
        try WireCoding.read(Data(text.utf8), limits: limits)
    }

    @Test func readsEveryKindOfValue() throws {
        let text = """
             {"a": [1, -0.5, 1e3, 9007199254740991, 0], "b": {"c": true, "d": false, "e": null}, "": "",
            \t"s": "\\u0041\\n\\"\\\\\\/\\b\\f\\r\\t\\ud83e\\udeb8é🪸\\u0000" }\r\n
            """
        #expect(
            try read(text)
                == .object([
                    "a": .array([
                        .number(1), .number(-0.5), .number(1_000), .number(9_007_199_254_740_991), .number(0),
                    ]),
                    "b": .object(["c": .bool(true), "d": .bool(false), "e": .null]), "": .string(""),
                    "s": .string("A\n\"\\/\u{8}\u{C}\r\t🪸é🪸\u{0}"),
                ]))
    }

    @Test(arguments: ["0", "-1", "\"x\"", "true", "null", "[]", " {} ", "1.25E-2", "[[],[]]"])
    func readsWhatFoundationReads(text: String) throws {
        #expect(try read(text) == JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
    }

    @Test(arguments: [
        ("", "the text ends"), ("  ", "the text ends"), ("{\"a\":", "the text ends"), ("[1,]", "a value should be"),
        ("{\"a\": 1,}", "a name in quotation marks"), ("[1 2]", "a comma or the end of the list"),
        ("[", "the text ends"),
        ("[1", "a comma or the end"), ("{\"a\" 1}", "a colon"),
        ("{\"a\": 1 \"b\": 2}", "a comma or the end of the object"),
        ("{'a': 1}", "a name in quotation marks"), ("{a: 1}", "a name"), ("[1] []", "something follows"),
        ("nul", "a value should"), ("True", "a value should"), ("NaN", "a value should"), ("01", "something follows"),
        ("1.", "a digit"), (".5", "a value should"), ("-", "a digit"), ("+1", "a value should"), ("1e", "a digit"),
        ("0x10", "something follows"), ("1e400", "too large"), ("\"a", "does not end"), ("\"a\nb\"", "control"),
        ("\"\\x\"", "no such escape"), ("\"\\", "no such escape"), ("\"\\u12\"", "hexadecimal"),
        ("\"\\ud800\"", "surrogate"), ("\"\\ud800\\u0041\"", "surrogate"), ("\"\\udc00\"", "surrogate"),
        ("// words\n1", "a value should"), ("{\"a\": 1, \"a\": 2}", "twice"),
        ("{\"a\": 1, \"\\u0061\": 2}", "twice"), ("\u{FEFF}{}", "byte order mark"), ("1\u{0}", "not UTF-8"),
    ])
    func refusesWhatIsNotJSON(text: String, reason: String) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func refusesOtherEncodings() {
        let encodings: [String.Encoding] = [.utf16, .utf16BigEndian, .utf16LittleEndian, .utf32, .utf32BigEndian]
        for data in encodings.compactMap({ "{\"a\": 1}".data(using: $0) }) {
            let error = #expect(throws: JSONError.self) { try WireCoding.read(data, limits: .request) }
            #expect(error?.reason == "the text is not UTF-8")
        }
        for bytes: [UInt8] in [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3, 0x5C, 0x6E], [0xF5, 0x80, 0x80],
        ] {
            #expect(throws: JSONError.self) { try WireCoding.read(Data([0x22] + bytes + [0x22])) }
        }
    }

    @Test func saysWhere() {
        let error = #expect(throws: JSONError.self) { try read("{\n  \"a\": 1,\n  \"b\": ?}") }
        #expect(error?.line == 3 && error?.column == 8)
        #expect(error?.description == "a value should be here (line 3, byte 8)")
    }

    @Test func hasLimits() throws {
        var limits = JSONLimits(
            depth: 3, values: 5, nameBytes: 4, stringBytes: 6, repeatedNames: .firstCounts, allowsByteOrderMark: true)
        #expect(try read("\u{FEFF}[[[1]]]", limits) == .array([.array([.array([.number(1)])])]))
        #expect(try read(#"{"a": 1, "a": 2}"#, limits) == .object(["a": .number(1)]))
        #expect(try read(#"{"abcd": "äöü"}"#, limits) == .object(["abcd": .string("äöü")]))
        for text in [
            "[[[[1]]]]", "[1,2,3,4,5]", #"{"abcde": 1}"#, #""abcdefg""#, "1" + String(repeating: "0", count: 900),
        ] {
            let error = #expect(throws: JSONError.self) { try read(text, limits) }
            #expect(error?.isLimit == true, "\(text)")
        }
        limits.values = 6
        #expect(throws: Never.self) { try read("[1,2,3,4,5]", limits) }
    }

    /// A type of which a part may be any JSON gets that part from the same reading.
    @Test func decodesTypesWithPartsOfAnyKind() throws {
        struct Part: Decodable, Equatable { var content: [JSONValue?] }
        let deep = String(repeating: "[", count: 50) + String(repeating: "]", count: 50)
        let part = try WireCoding.decode(Part.self, from: Data(#"{"content": [{"a": 1}, null, "x", \#(deep)]}"#.utf8))
        #expect(
            part.content[0] == .object(["a": .number(1)]) && part.content[1] == nil && part.content[2] == .string("x"))
        #expect(part.content[3] == (try read(deep, .document)))
        for text in ["[1,]", "{\"content\": [],}"] {
            #expect(throws: DecodingError.self) { try WireCoding.decode(Part.self, from: Data(text.utf8)) }
        }
    }
}
