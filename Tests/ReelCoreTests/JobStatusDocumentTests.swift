import Foundation
import ReelCore
import Testing

/// `docs/JOB_STATUSES.md` says of the states what `JobStatus` says, in its picture and in its prose.
@Suite struct JobStatusDocumentTests {
    private static let text = try? String(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/JOB_STATUSES.md").standardizedFileURL, encoding: .utf8)

    @Test func pictureHasTheTransitionsOfTheType() throws {
        let text = try #require(Self.text)
        var drawn: [JobStatus: Set<JobStatus>] = [:]
        for match in text.matches(of: /\n    (\w+) --> (\w+)/) {
            let from = try #require(JobStatus(rawValue: String(match.1)))
            let to = try #require(JobStatus(rawValue: String(match.2)))
            drawn[from, default: []].insert(to)
        }
        for status in JobStatus.allCases { #expect(drawn[status] ?? [] == status.successors, "\(status)") }
        #expect(text.contains("[*] --> pending"))
        let ends = JobStatus.allCases.filter { text.contains("\($0.rawValue) --> [*]") }
        #expect(ends == JobStatus.allCases.filter(\.successors.isEmpty))
    }

    @Test func proseHasAPartForEachStateWithItsTransitions() throws {
        let text = try #require(Self.text)
        for status in JobStatus.allCases {
            let part = try #require(text.components(separatedBy: "\n## \(status.rawValue)\n").dropFirst().first)
            let own = part.components(separatedBy: "\n## ")[0]
            let named = own.matches(of: /\n- to `(\w+)`:/).compactMap { JobStatus(rawValue: String($0.1)) }
            #expect(Set(named) == status.successors && named.count == status.successors.count, "\(status)")
            #expect(own.trimmingCharacters(in: .whitespacesAndNewlines).first?.isUppercase == true)
        }
    }

    /// The type's own comments are the first sentences of the page.
    @Test func typeAndProseSayTheSame() throws {
        let text = try #require(Self.text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let source = try String(
            contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appending(path: "../../Sources/ReelCore/Jobs/JobStatus.swift").standardizedFileURL, encoding: .utf8)
        let comments = source.matches(of: /\/\/\/ ([^\n]+)\n    case (\w+)\n/)
        #expect(comments.count == JobStatus.allCases.count)
        for comment in comments {
            let words = comment.1.replacing("`errorMessage`", with: "`error_message`")
            #expect(text.contains("## \(comment.2) \(String(words).trimmingSuffix("."))"), "\(comment.2)")
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
