import Foundation

/// Words compared without their endings, so that "reefs" finds "reef". English endings; other languages match whole
/// words.
package enum SceneWords {
    /// The words that carry meaning, each once.
    package static func of(_ text: String) -> Set<String> {
        Set(
            text.lowercased().split { !$0.isLetter && !$0.isNumber }
                .filter { $0.count > 2 && !common.contains(String($0)) }
                .map { stem(String($0)) })
    }

    /// The words of a picture's file name, without those that only number it.
    package static func ofFileName(_ url: String) -> Set<String> {
        guard let path = URLComponents(string: url)?.path, let name = path.split(separator: "/").last else { return [] }
        let baseName = name.split(separator: ".").first.map(String.init) ?? ""
        return of(baseName).filter { word in
            word.contains { $0.isLetter } && !word.contains { $0.isNumber } && word.count < 20
        }
    }

    /// Only letters and digits, small, one blank between words: what two ways of writing the same have in common.
    package static func letters(_ text: String) -> String {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    }

    private static func stem(_ word: String) -> String {
        for ending in ["ings", "ing", "ies", "es", "ed", "s", "y", "e"]
        where word.hasSuffix(ending) && word.count - ending.count > 2 {
            return String(word.dropLast(ending.count))
        }
        return word
    }

    private static let common: Set<String> = [
        "the", "and", "for", "with", "that", "this", "from", "are", "was", "were", "has", "have", "had", "its", "their",
        "his", "her", "they", "you", "your", "our", "but", "not", "can", "will", "would", "could", "into", "than",
        "then", "there", "here", "what", "when", "where", "which", "who", "how", "why", "all", "any", "one", "two",
        "more", "most", "some", "such", "also", "been", "being", "over", "under", "about", "after", "before", "while",
        "photo", "image", "picture", "photograph", "getty", "images", "file", "img", "jpg", "png", "credit", "caption",
    ]
}
