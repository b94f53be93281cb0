import Foundation
import ReelCore
import ReelSpeak
import ReelTestKit
import Testing

/// Strangers' models are looked into without trust.
@Suite(.serialized) struct ONNXModelTests {
    private func tiny() throws -> Data {
        try Data(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/voices/tiny.onnx"))
    }

    @Test func nodesAndNamesAreRead() throws {
        let model = try ONNXModel(tiny())
        #expect(model.inputs == ["input", "input_lengths", "scales"] && model.outputs == ["output"])
        #expect(model.nodes.count == 15 && model.nodes[5].operation == "Ceil" && model.nodes[5].output == "durations")
    }

    @Test func anOutputMoreIsFoundAgain() throws {
        let plain = try ONNXModel(tiny())
        let more = try ONNXModel(plain.seeded(outputs: ["durations"]))
        #expect(more.outputs == ["output", "durations"] && more.nodes == plain.nodes && more.inputs == plain.inputs)
        // A slice's indices do not begin at 0.
        let slice = try ONNXModel((Data(count: 7) + (try tiny()))[7...])
        #expect(slice.seeded(outputs: []) == plain.seeded(outputs: []))
    }

    @Test func whatIsCutShortIsRefused() throws {
        let whole = try tiny()
        for length in 0..<whole.count where (try? ONNXModel(whole.prefix(length))) != nil {
            // What follows the graph may be missing.
            #expect(length > whole.count - 12, "\(length) of \(whole.count)")
        }
        #expect(throws: ONNXModel.Unreadable.self) { try ONNXModel(Data("GIF89a".utf8)) }
    }

    @Test(arguments: [
        HostileShape.repeated("\u{0A}\u{00}"), .repeated("\u{08}\u{01}"), .repeated("\u{3A}\u{00}"), .repeated("a"),
        .repeated("\u{0A}\u{04}\u{22}\u{02}ab"), .repeated("\u{5A}\u{03}\u{0A}\u{01}a"), .repeated("\u{7F}"),
    ]) func modelsDoubling(_ shape: HostileShape) {
        DoublingExercise(first: 1_000).run(shape) { text in
            let graph = Data(text.utf8)
            var (length, size) = (Data(), graph.count)
            while size > 0x7F {
                length.append(UInt8(size & 0x7F) | 0x80)
                size >>= 7
            }
            length.append(UInt8(size))
            _ = try? ONNXModel(graph)
            _ = try? ONNXModel(Data([0x3A]) + length + graph).seeded(outputs: ["x"])
        }
    }

    @Test(arguments: [
        HostileShape.repeated("\"a\":[1],", after: "{\"phoneme_id_map\":{", before: "\"b\":1}}"),
        .repeated("1,", after: "{\"phoneme_id_map\":{\"a\":[", before: "1]}}"), .repeated("{\"audio\":"),
        HostileShape("letters") { count in
            "{\"audio\":{\"sample_rate\":16000},\"espeak\":{\"voice\":\"de\"},\"phoneme_id_map\":{"
                + (0..<count).map { "\"n\($0)\":[0]" }.joined(separator: ",") + "}}"
        },
    ]) func configurationsDoubling(_ shape: HostileShape) {
        DoublingExercise(first: 500).run(shape) { _ = try? PiperConfiguration(Data($0.utf8)) }
    }

    @Test(arguments: HostileShape.words + HostileShape.prose)
    func textsOfAnyLanguageDoubling(_ shape: HostileShape) {
        DoublingExercise(first: 300).run(shape) { _ = AnyLanguageText.sentences(of: [$0], in: .english) }
    }

    @Test(arguments: [
        ("Le 14 juillet, l’hôtel a coûté 1 250 000 euros.", "fr", "Le 14 juillet, l’hôtel a coûté 1250000 euros."),
        ("Ja, „wirklich“? – Nein!", "de", "Ja, wirklich? Nein!"), ("¿Cuánto cuesta?", "es", "Cuánto cuesta?"),
    ]) func wordsOfOtherLanguagesAreUnits(_ text: String, _ code: String, _ read: String) throws {
        let language = try #require(SpokenLanguage(code: code))
        let units = AnyLanguageText.sentences(of: text.split(separator: " ").map(String.init), in: language)
        let joined = units.flatMap(\.self).map { $0.text + ($0.mark.map { String($0) } ?? "") }.joined(separator: " ")
        #expect(joined == read)
    }
}
