import CMecab
import ReelCore
import ReelSpeech

/// How Japanese is read aloud: espeak-ng knows kana alone and names each Chinese character "Chinese letter". MeCab with its
/// dictionary ipadic tells the pronunciation of each morpheme by its neighbours, particles too (は is "wa").
package enum JapaneseReader {
    /// The words in kana, each with its punctuation. What the dictionary does not know stays as it is written.
    ///
    /// - Throws: `SpeechError` with the code `voiceMissing` when there is no dictionary and words need one.
    package static func readings(of words: [String]) throws(SpeechError) -> [String] {
        guard words.contains(where: { $0.unicodeScalars.contains(where: isJapanese) }) else { return words }
        guard let mecab = mecab_new2("") else {
            throw SpeechError(.voiceMissing, "MeCab has no dictionary for Japanese (apt-get install mecab-ipadic-utf8)")
        }
        defer { mecab_destroy(mecab) }
        let text = words.joined()
        var starts: [Int] = []
        var length = 0
        for word in words {
            starts.append(length)
            length += word.utf8.count
        }
        var readings = Array(repeating: "", count: words.count)
        var word = 0
        text.withCString { bytes in
            var node = UnsafePointer(mecab_sparse_tonode2(mecab, bytes, text.utf8.count))
            while let morpheme = node?.pointee {
                if morpheme.stat == MECAB_NOR_NODE || morpheme.stat == MECAB_UNK_NODE, let surface = morpheme.surface {
                    let offset = UnsafeRawPointer(surface) - UnsafeRawPointer(bytes)
                    while word + 1 < starts.count, starts[word + 1] <= offset { word += 1 }
                    let written = String(
                        decoding: UnsafeRawBufferPointer(start: surface, count: Int(morpheme.length)), as: UTF8.self)
                    readings[word] += pronunciation(String(cString: morpheme.feature)) ?? written
                }
                node = UnsafePointer(morpheme.next)
            }
        }
        return zip(words, readings).map { $1.isEmpty ? $0 : $1 }
    }

    /// The ninth of ipadic's fields; words that are not in the dictionary have seven.
    private static func pronunciation(_ feature: String) -> String? {
        let fields = feature.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 9, fields[8] != "*", !fields[8].isEmpty else { return nil }
        return String(fields[8])
    }

    private static func isJapanese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005, 0x3041...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF: true
        default: false
        }
    }
}
