/// Which periods do not end a sentence.
enum Abbreviations {
    /// `U.S`, `a.m`, `J.R.R`: single letters with periods between them.
    static func isDotted(_ word: String) -> Bool {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.dropLast().allSatisfy { $0.count == 1 } && parts.last!.count <= 1
    }

    /// Whether a word that ends in a period usually has its name or number still to come.
    static func expectsMore(_ word: String) -> Bool {
        titles.contains(word.lowercased()) || (word.count == 1 && word.first!.isUppercase)
            || (isDotted(word) && word.first!.isUppercase)
    }

    private static let titles: Set<String> = [
        "mr", "mrs", "ms", "dr", "prof", "st", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "cmdr", "maj",
        "adm", "rev", "hon", "jr", "sr", "no", "nos", "vs", "mt", "ft", "fr", "sec", "fig", "vol", "pp", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    ]
}
