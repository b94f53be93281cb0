/// The fields of a JSON object that somebody outside sent: each is judged by itself, and every problem is kept.
public struct FormFields: Sendable {
    public let body: JSONValue
    public private(set) var problems: [FieldProblem] = []

    public init(_ body: JSONValue) {
        self.body = body
    }

    /// Whether the form has a field of this name, whatever its value.
    public func has(_ name: String) -> Bool { body[name] != nil }

    /// Notes what is wrong with a field.
    public mutating func problem(_ field: String, _ message: String) {
        problems.append(FieldProblem(field, message))
    }

    /// Adds a problem that was found elsewhere.
    public mutating func add(_ others: [FieldProblem]) {
        problems += others
    }

    /// - Parameters:
    ///   - name: the field of the form.
    ///   - expected: what the field should be, for the message; nobody asks for it when all is well.
    ///   - convert: makes the value; `nil` if it cannot be one.
    /// - Returns: `nil` when the field is absent, `null`, or not as it should be.
    public mutating func read<Value>(
        _ name: String, _ expected: @autoclosure () -> String, _ convert: (JSONValue) -> Value?
    ) -> Value? {
        guard let value = body[name] else { return nil }
        if let found = convert(value) { return found }
        problem(name, "The field \(name) should be \(expected()).")
        return nil
    }

    /// One of the values of an enumeration.
    public mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, of _: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        read(name, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))") {
            $0.string.flatMap(Choice.init)
        }
    }
}

extension FormFields {
    /// The fields `aspect`, `voice`, `quotes`, `captions`, `music` and `theme`.
    ///
    /// - Parameter base: what holds where nothing is chosen; `nil` is the service's own.
    /// - Returns: `nil` when nothing is chosen and there is no base.
    public mutating func style(over base: ReelStyle? = nil) -> ReelStyle? {
        var style = base ?? ReelStyle()
        style.aspect = choice("aspect", of: Aspect.self) ?? style.aspect
        style.captions = choice("captions", of: CaptionLook.self) ?? style.captions
        style.theme = choice("theme", of: Theme.self) ?? style.theme
        style.voice = name("voice", VoiceName.expected) { VoiceName(requested: $0)?.rawValue } ?? style.voice
        style.quotes = choice("quotes", of: QuoteVoice.self) ?? style.quotes
        style.music = name("music", MusicName.expected) { MusicName(rawValue: $0)?.rawValue } ?? style.music
        return base == nil && style == ReelStyle() ? nil : style
    }

    private mutating func name(
        _ field: String, _ expected: @autoclosure () -> String, _ known: (String) -> String?
    ) -> String? {
        read(field, expected()) { $0.string.flatMap(known) }
    }
}
