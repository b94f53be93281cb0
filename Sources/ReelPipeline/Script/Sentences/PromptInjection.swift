import Foundation
import ReelCore
import ReelText

/// Sentences on a page that are meant for programs like ours, not for readers.
package enum PromptInjection {
    static func isSuspicious(_ sentence: String) -> Bool {
        pattern.matches(sentence)
    }

    /// The article without them: neither a model nor the grounding sees them.
    package static func removed(from article: Article) -> Article {
        guard pattern.matches(article.text) else { return article }
        var clean = article
        clean.blocks = article.blocks.compactMap { block in
            guard isSuspicious(block.text) else { return block }
            let rest = SentenceSplitter.sentences(of: block.text).filter { !isSuspicious($0) }.joined(separator: " ")
            return rest.isEmpty || isSuspicious(rest) ? nil : ArticleBlock(block.kind, rest, level: block.level)
        }
        clean.text = clean.blocks.map(\.text).joined(separator: "\n\n")
        return clean
    }

    /// The text with blanks in the place of such sentences, as many code points long.
    static func blanked(_ text: String) -> String {
        guard pattern.matches(text) else { return text }
        var result = String.UnicodeScalarView()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !result.isEmpty || line.startIndex != text.startIndex { result.append("\n") }
            guard isSuspicious(String(line)) else {
                result.append(contentsOf: line.unicodeScalars)
                continue
            }
            // Sentences are parts of the line, with blanks between them.
            var rest = line.unicodeScalars
            for sentence in SentenceSplitter.sentences(of: String(line)) {
                while rest.first == " " { result.append(rest.removeFirst()) }
                let scalars = rest.prefix(sentence.unicodeScalars.count)
                if isSuspicious(sentence) {
                    result.append(contentsOf: repeatElement(" ", count: scalars.count))
                } else {
                    result.append(contentsOf: scalars)
                }
                rest = rest[scalars.endIndex...]
            }
            result.append(contentsOf: rest)
        }
        return String(result)
    }

    private static let pattern = Pattern(
        "(?:\\b(?:ignore|disregard|forget|override) (?:all |any |the |your |of |my |these |those )*"
            + "(?:previous|prior|above|preceding|earlier|other|system|given) (?:\\w+ )?"
            + "(?:instructions?|prompts?|rules|directions|messages?)\\b"
            + "|\\b(?:new|updated|important) (?:system )?(?:instructions?|prompt)(?: for (?:the )?"
            + "(?:ai|assistant|model|llm)s?)?:"
            + "|\\bsystem prompt\\b|<\\|?(?:im_start|im_end|system|endoftext)\\|?>|\\[/?INST\\]"
            + "|\\b(?:attention|note to|dear|hey|if you are|instructions? (?:to|for)) (?:an? |the |any |all )?"
            + "(?:ai|a\\.i\\.|llm|language model|chatbot|chatgpt|assistant)s?\\b[^.]{0,60}"
            + "(?:must|should|please|write|say|include|output|respond|reply|add|mention|recommend|:)"
            + "|\\byou are (?:now )?(?:an? )?(?:ai|language model|chatgpt|assistant|dan)\\b"
            + "|\\b(?:respond|reply|answer|output) only with\\b)", ignoringCase: true,
        literals: .anywhere([
            "ignore", "disregard", "forget", "override", "instruction", "prompt", "<", "inst]", "attention", "note to",
            "dear ", "hey ", "if you are", "you are", "only with",
        ]))
}
