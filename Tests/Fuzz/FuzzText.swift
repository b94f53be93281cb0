import Foundation
import ReelCore
import ReelExtract
import ReelScript
import ReelText

/// One input of the fuzzer: its first byte says which reader gets the rest. Built and run by `scripts/fuzz`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let data = Data(bytes: bytes + 1, count: count - 1)
    switch bytes[0] % 5 {
    case 0: readPage(data, contentType: nil)
    case 1: readPage(data, contentType: "text/html; charset=" + Charset.labels[Int(bytes[1]) % Charset.labels.count])
    case 2: readText(String(decoding: data, as: UTF8.self))
    case 3:
        for entry in Feed(data)?.entries ?? [] { precondition(!entry.address.isEmpty) }
        _ = RobotsRules(String(decoding: data, as: UTF8.self), agent: "ReelCraft").allows("/a/b?c=d")
    default:
        if let value = JSONRepair.value(in: String(decoding: data, as: UTF8.self)) { _ = ScriptForm(value).problems }
    }
    return 0
}

private func readPage(_ data: Data, contentType: String?) {
    guard let article = try? extractArticle(html: data, contentType: contentType, url: "https://example.org/a") else {
        return
    }
    precondition((0...1).contains(article.confidence) && !article.title.isEmpty)
    readArticle(article)
}

private func readText(_ text: String) {
    let sentences = SentenceSplitter.sentences(of: text)
    // Cutting loses and invents nothing but blanks.
    precondition(sentences.joined().filter { $0 != " " } == text.filter { $0 != " " })
    readArticle(Article(url: nil, title: String(text.prefix(80)), text: text))
    _ = try? TextArticle.read(text, title: nil, url: nil)
}

private func readArticle(_ article: Article) {
    let scalars = Array(article.text.unicodeScalars)
    let grounded = GroundedArticle(article)
    for sentence in Sentences.all(in: SpeakableText.paragraphs(of: article)).prefix(20) {
        for part in ClauseSplitter.split(sentence.text) {
            guard let source = grounded.source(of: part), source.end > source.start else { continue }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[source.start..<source.end])
            precondition(String(text) == source.text)
            _ = grounded.unsupportedClaims(in: part)
        }
    }
}
