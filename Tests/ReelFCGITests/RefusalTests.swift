import Foundation
import Logging
import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import Testing

@Suite struct RefusalTests {
    @Test(arguments: [
        (StoreError.Code.busy, 503), (.full, 507), (.corrupt, 503), (.tooNew, 503), (.foreign, 503), (.failed, 500),
        (.unreadable, 500), (.absent, 503),
    ])
    func saysWhatAStoreErrorMeans(code: StoreError.Code, status: Int) {
        let refusal = Refusal(StoreError(code, operation: "reading /secret/path", cause: "cause"))
        #expect(refusal.problem.status == status)
        #expect(refusal.level >= .warning)
        #expect(!refusal.detail.contains("secret"))
        #expect((refusal.problem.headers["Retry-After"] != nil) == (code == .busy))
    }

    @Test func keepsTheUnexpectedToItself() {
        struct Odd: Error { let secret = "hunter2" }
        let refusal = Refusal(Odd())
        #expect(refusal.problem.status == 500)
        #expect(refusal.level == .error)
        #expect(!refusal.detail.contains("hunter2"))
    }

    @Test func isAProblemInJSON() throws {
        let response = Refusal(HTTPError.methodNotAllowed("PUT", allowed: ["GET", "HEAD"])).response
        #expect(response.contentType == "application/problem+json")
        let problem = try WireCoding.decode(ProblemResponse.self, from: response.body)
        #expect(problem.status == 405)
        #expect(problem.title == "Method Not Allowed")
        #expect(problem.detail.contains("PUT"))
        let text = String(decoding: response.serialized(), as: UTF8.self)
        #expect(text.hasPrefix("Status: 405 Method Not Allowed\r\n"))
        #expect(text.contains("\r\nAllow: GET, HEAD\r\n"))
        #expect(text.contains("\r\nContent-Length: \(response.body.count)\r\n"))
        let head = String(decoding: response.serialized(withBody: false), as: UTF8.self)
        #expect(head.hasSuffix("\r\n\r\n"))
        #expect(text.hasPrefix(head))
    }
}
