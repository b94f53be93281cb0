/// Text from anybody, written so that it gives no commands to whoever draws it.
package enum ASSText {
    /// What libass draws as exactly this text. It takes `\{` and `\}` for braces; a backslash has no effect when an
    /// invisible word joiner follows it. Line breaks and control characters are the caller's business.
    package static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "{", "}": result += "\\\(character)"
            case "\\": result += "\\\u{2060}"
            default: result.append(character)
            }
        }
    }

    /// Something that every player shows nearly like this text: there are no escapes that all players know, so braces,
    /// backslashes and line breaks are replaced.
    package static func portable(_ text: String) -> String {
        String(
            text.map { character in
                switch character {
                case "{": "("
                case "}": ")"
                case "\\": "⧵"
                case _ where character.isNewline: " "
                default: character
                }
            })
    }
}
