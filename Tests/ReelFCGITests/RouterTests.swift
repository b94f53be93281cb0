import ReelFCGI
import Testing

@Suite struct RouterTests {
    @Test(arguments: [
        ("POST", "/api/generate-video", Route.createJob),
        ("GET", "/api/jobs", .listJobs),
        ("HEAD", "/api/jobs", .listJobs),
        ("GET", "/api/jobs/abc", .showJob("abc")),
        ("GET", "/api/jobs/a%2Fb", .showJob("a/b")),
        ("POST", "/api/jobs/abc/cancel", .cancelJob("abc")),
        ("POST", "/api/jobs/abc/retry", .retryJob("abc")),
        ("GET", "/api/jobs/abc/attempts", .listAttempts("abc")),
        ("GET", "/api/videos", .listVideos),
        ("GET", "/api/videos/7", .showVideo("7")),
        ("POST", "/api/videos/7/edit", .editVideo("7")),
        ("GET", "/health", .health),
        ("POST", "/api/videos/7/shares", .createShare(video: "7")),
        ("GET", "/api/videos/7/shares", .listShares(video: "7")),
        ("DELETE", "/api/videos/7/shares/3", .deleteShare(video: "7", share: "3")),
        ("GET", "/s/abc", .sharePage(token: "abc")),
        ("HEAD", "/s/abc/video.mp4", .shareFile(token: "abc", name: "video.mp4")),
        ("GET", "/feeds/reels.xml", .feed),
        ("POST", "/mcp", .mcp),
    ])
    func findsRoute(method: String, path: String, route: Route) throws {
        #expect(try Router.route(method: method, path: path) == route)
    }

    @Test(arguments: [
        "/", "", "/api", "/api/", "/api/jobs/", "/api/jobs//cancel/x", "/api/jobs/abc/again", "/api/videos/",
        "/healthy",
        "/API/jobs", "/api/generate-video/", "//api/jobs", "/s", "/s/", "/s//video.mp4", "/s/a/b/c",
        "/feeds", "/feeds/reels", "/mcp/", "/api/videos/7/shares/", "/api/videos/7/shares/3/x", "/api/jobs/%zz/x",
        "api/jobs",
    ])
    func knowsNoOtherPath(path: String) {
        #expect(throws: HTTPError.noSuchPath(path)) { try Router.route(method: "GET", path: path) }
    }

    @Test(arguments: [
        ("GET", "/api/generate-video", ["POST"]),
        ("DELETE", "/api/jobs", ["GET", "HEAD"]),
        ("PUT", "/api/jobs/abc", ["GET", "HEAD"]),
        ("GET", "/api/jobs/abc/cancel", ["POST"]),
        ("GET", "/api/jobs/abc/retry", ["POST"]),
        ("GET", "/api/videos/7/edit", ["POST"]),
        ("POST", "/health", ["GET", "HEAD"]),
        ("GET", "/mcp", ["POST"]),
        ("DELETE", "/mcp", ["POST"]),
        ("PUT", "/api/videos/7/shares", ["GET", "HEAD", "POST"]),
        ("GET", "/api/videos/7/shares/3", ["DELETE"]),
        ("POST", "/s/abc", ["GET", "HEAD"]),
        ("get", "/health", ["GET", "HEAD"]),
        ("OPTIONS", "/api/videos", ["GET", "HEAD"]),
    ])
    func namesTheMethodsThatAPathTakes(method: String, path: String, allowed: [String]) {
        #expect(throws: HTTPError.methodNotAllowed(method, allowed: allowed)) {
            try Router.route(method: method, path: path)
        }
    }
}
