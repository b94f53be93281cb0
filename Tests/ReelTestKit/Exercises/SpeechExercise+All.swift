import Foundation
import ReelCore
import ReelSpeech
import Testing

extension SpeechExercise {
    private static let text = "The river rose two metres, quickly. Nobody was hurt."

    static let words = [
        SpeechExercise("Every word is kept as written and timed in order, within the sound") { bench in
            let scene = try await bench.speak(text)
            scene.expectInOrder(text)
            #expect(scene.words.allSatisfy { $0.end > $0.start })
        },
        SpeechExercise("The pauses are as long as the request says") { bench in
            let short = Pauses(leadIn: 0, betweenSentences: 0, after: 0)
            let long = Pauses(leadIn: 0.5, betweenSentences: 0.7, after: 0.9)
            let (tight, loose) = (
                try await bench.speak(text) { $0.pauses = short }, try await bench.speak(text) { $0.pauses = long }
            )
            #expect(tight.words[0].start == 0 && loose.words[0].start == 0.5)
            #expect(abs(loose.duration - tight.duration - 2.1) < 0.01)
            #expect(abs(loose.duration - (loose.words.last?.end ?? 0) - 0.9) < 0.01)
        },
        SpeechExercise("The same request gives the same bytes", needs: .sameBytes) { bench in
            let (one, other) = (try await bench.speak(text), try await bench.speak(text))
            #expect(one.audio == other.audio && one.words == other.words)
        },
        SpeechExercise("A higher speed takes less time, in proportion", needs: .speed) { bench in
            var lengths: [Double] = []
            for speed in [0.8, 1, 1.25] {
                lengths.append(
                    try await bench.speak(text) {
                        $0.speed = speed
                        $0.pauses = Pauses(leadIn: 0, betweenSentences: 0, after: 0)
                    }.duration)
            }
            #expect(
                abs(lengths[0] / lengths[1] - 1.25) < 0.12 && abs(lengths[1] / lengths[2] - 1.25) < 0.12, "\(lengths)")
        },
        SpeechExercise("What is said instead of a word leaves the word as written") { bench in
            let said = try await bench.speak("A fox (SQL) runs.") {
                $0.sayAs = PronunciationList(["SQL": "the rather long name of sequel"])
            }
            let plain = try await bench.speak("A fox (SQL) runs.")
            said.expectInOrder("A fox (SQL) runs.")
            #expect(said.words[2].end - said.words[2].start > (plain.words[2].end - plain.words[2].start) * 1.5)
        },
        SpeechExercise("Each voice of the list speaks") { bench in
            let voices = bench.subject.voices.voices
            #expect(!voices.isEmpty)
            for voice in stride(from: 0, to: voices.count, by: max(1, voices.count / 16)).map({ voices[$0] }) {
                let scene = try await bench.speak("1 2 3") { $0.voice = voice.rawValue }
                #expect(scene.words.allSatisfy { $0.end > $0.start }, "\(voice.rawValue)")
            }
        },
    ]

    static let requests =
        oddTexts.map { title, text in
            SpeechExercise("An odd text is spoken, its words in order: \(title)") { bench in
                let scene = try await bench.speak(text)
                scene.expectInOrder(text)
                #expect((0.3...400).contains(scene.duration))
            }
        } + [
            SpeechExercise("A text of white space alone is an error that says so") { bench in
                for text in ["", " \n\t "] {
                    let request = SpeechRequest(text: text, voice: try bench.voice())
                    #expect(try await bench.error(of: WireCoding.encode(request)).code == .nothingToSay)
                }
            },
            SpeechExercise("A text of signs alone is an error that says so", needs: .refusesSigns) { bench in
                for text in ["…", "🎉🎉🎉", "— — —", "\u{1B}\u{0}\u{200B}", "\"\" ()"] {
                    let request = SpeechRequest(text: text, voice: try bench.voice())
                    #expect(
                        try await bench.error(of: WireCoding.encode(request)) == SpeechError(.nothingToSay, text),
                        "\(text)")
                }
            },
            SpeechExercise("A voice that there is not is an error that names it") { bench in
                for name in ["hal", "", "../rms", "espeak:xx"] {
                    let request = try WireCoding.encode(SpeechRequest(text: "One.", voice: name))
                    #expect(try await bench.error(of: request) == SpeechError(.unknownVoice, name))
                }
            },
            SpeechExercise("What is no request is an error that says so") { bench in
                for input in ["", "{}", "[1]", "{\"text\": 1}", "\u{0}\u{FF}"] {
                    let error = try await bench.error(of: Data(input.utf8))
                    #expect(error.code == .unreadableRequest)
                }
            },
        ]

    static let languages = SpeechCapability.sentences.map { language, text in
        SpeechExercise("Every word is heard in \(language)", needs: .language(language)) { bench in
            let voice = try bench.voice(language)
            let scene = try await bench.speak(text) { $0.voice = voice }
            scene.expectInOrder(text)
            for word in scene.words where word.text.contains(where: { $0.isLetter || $0.isNumber }) {
                #expect(word.end - word.start > 0.02, "\(word)")
            }
        }
    }

    private static let oddTexts = [
        ("control characters", "\u{1B}[31mred\u{0} alert\u{7} line \u{1}20s with \u{1}300 command"),
        ("emoji", "Hello 🎉 world 👩‍👩‍👧 end"),
        ("a very long word", String(repeating: "Donaudampfschiff", count: 60)),
        ("a very long number", "1234567890123456789012345678901234567890"),
        ("many short words", String(repeating: "and ", count: 240)),
        ("letters", "a b c d e f g h i j k l m n o p"),
        ("format signs", "%s%n%d one $$$ ### @@@ 100%%"),
        ("markup", "<speak>No <break time=\"99s\"/> command</speak> [[h@'loU]] & \\ | ^ `"),
        ("direction marks", "left \u{202E}thgir\u{202C} left"),
        ("stray punctuation", "— one - two … \" three () four"),
    ]
}
