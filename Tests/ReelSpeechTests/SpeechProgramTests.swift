import Foundation
import ReelSpeech
import ReelTestKit
import ReelTool
import Testing

@Suite struct SpeechProgramTests {
    @Test func theProgramBesideTheRunningOneComesBeforeThePath() async throws {
        try await withTemporaryFolder { folder in
            let runner = folder.appending(path: "ReelRunner").path
            #expect(SpeechProgram.command(beside: runner).executable == "ReelSpeak")
            let program = folder.appending(path: "ReelSpeak")
            try Data("#!/bin/sh\n".utf8).write(to: program)
            // Without the right to run it, it is no program.
            #expect(SpeechProgram.command(beside: runner).executable == "ReelSpeak")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
            #expect(SpeechProgram.command(beside: runner).executable == program.path)
            #expect(SpeechProgram.command(beside: nil).executable == "ReelSpeak")
        }
    }

    @Test func aFileThatIsNoWholeWAVEIsNotReadAsOne() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.wav")
            let whole = WAVFile.encode(Array(repeating: 7, count: 4000), sampleRate: 8000)
            try whole.write(to: file)
            #expect(try WAVFile.duration(of: file) == 0.5)
            for broken in [whole.dropLast(), whole + [0], whole.prefix(44), Data("RIFX".utf8) + whole.dropFirst(4)] {
                try Data(broken).write(to: file)
                #expect(throws: WAVFile.Unreadable.self) { try WAVFile.duration(of: file) }
            }
        }
    }
}
