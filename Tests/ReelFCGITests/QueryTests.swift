import ReelCore
import ReelFCGI
import ReelHTTP
import ReelStore
import Testing

@Suite struct QueryTests {
    @Test func decodes() {
        let query = Query("a=1&b=x+y&c=%C3%BC&d&e=&a=2&f=a%3Db=c&%67=8&h=%zz")
        #expect(query["a"] == "2")
        #expect(query["b"] == "x y")
        #expect(query["c"] == "ü")
        #expect(query["d"] == nil)
        #expect(query["e"] == nil)
        #expect(query["f"] == "a=b=c")
        #expect(query["g"] == "8")
        #expect(query["h"] == "%zz")
    }

    @Test(arguments: [
        ("", Page(limit: 50)), ("limit=1", Page(limit: 1)),
        ("limit=200&offset=3", Page(limit: 200, offset: 3)),
        ("offset=123456789012", Page(limit: 50, offset: 123_456_789_012)),
    ])
    func readsAPage(query: String, page: Page) throws {
        #expect(try Query(query).page() == page)
    }

    @Test(arguments: [
        "limit=0", "limit=201", "limit=-1", "limit=ten", "limit=1.5", "limit=99999999999999999999", "offset=-1",
        "offset=x", "limit=0x10", "limit=", "offset=",
    ])
    func refusesAPage(query: String) throws {
        let error = try #require(throws: HTTPError.self) { try Query(query).page() }
        #expect(Refusal(error).problem.status == 422)
        #expect(Refusal(error).detail.contains("it should be"))
    }

    @Test func readsAStatus() throws {
        #expect(try Query("").jobStatus() == nil)
        #expect(try Query("status=").jobStatus() == nil)
        #expect(try Query("status=failed").jobStatus() == .failed)
        let error = try #require(throws: HTTPError.self) { try Query("status=done").jobStatus() }
        #expect(Refusal(error).problem.status == 422)
        #expect(Refusal(error).detail.contains("pending, processing, completed, failed, cancelled"))
    }
}
