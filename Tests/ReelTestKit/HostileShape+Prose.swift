extension HostileShape {
    /// For whatever reads running text: sentences of nothing, one word, one sentence without an end, abbreviations,
    /// numbers, quotations that are never closed, brackets, and scalars that make one character of any length.
    public static let prose: [HostileShape] = [
        .repeated("A b. "),
        .repeated("a"),
        .repeated("word "),
        .repeated("Mr. "),
        .repeated("a.b."),
        .repeated(".'"),
        .repeated("He said it, and "),
        .repeated("1,000 million "),
        .repeated("\u{201C}A "),
        .nested("\u{201C}", "\u{201D}", around: "x"),
        .repeated("(a"),
        .repeated("[ "),
        .repeated("  ", before: "x."),
        .repeated("ab.Cd"),
        .repeated("\u{301}", after: "e"),
        .repeated("\u{1F1E6}"),
        .repeated("\u{915}\u{94D}"),
    ]

    /// One long word: of letters, of marks, of marks between letters, of digits, of what grows when it is spelled out.
    public static let words: [HostileShape] = [
        .repeated("a"),
        .repeated("-"),
        .repeated("A."),
        .repeated("1/"),
        .repeated("'s"),
        .repeated("\u{2014}"),
        .repeated("\u{301}", after: "e"),
        .repeated("\u{1F1E6}"),
    ]
}
