import Foundation
import ReelCore
import ReelOutputs
import ReelStore

extension Responder {
    /// `GET /s/{token}`: the page on which people watch a shared video.
    func sharePage(_ token: String, _ request: Request) throws -> Response {
        guard let found = try shared(token) else { return Self.noSharePage }
        let page = SharePage(found.video, token: found.token, base: publicAddress(for: request))
        return Self.html(try page.document(isIndexable: found.share.isIndexable), isIndexable: found.share.isIndexable)
    }

    /// `GET /s/{token}/player`, `/video.mp4`, `/poster.jpg` and `/captions.vtt`. The files have addresses of their own here, so
    /// that revoking a link takes them away too.
    func shareFile(_ name: String, _ token: String, _ request: Request) throws -> Response {
        guard let found = try shared(token) else { return Self.noSharePage }
        if name == "player" {
            return Self.html(
                SharePage(found.video, token: found.token, base: publicAddress(for: request)).player(),
                isIndexable: found.share.isIndexable)
        }
        guard let (file, type) = Self.sharedFiles[name], let key = Self.outputKey(file, of: found.video),
            try outputs.size(of: key) != nil
        else { return Self.noSharePage }
        if case .url(let url) = outputs.address(of: key) { return Self.elsewhere(url) }
        var headers = [
            ("X-Accel-Redirect", "/.reel/shared/\(key.path)"),
            // Asked for each time: the link may be revoked.
            ("Cache-Control", "private, no-cache"),
        ]
        if file == .video, request.query[given: "download"] == "1" {
            headers.append(("Content-Disposition", "attachment; \(Self.fileName(found.video.title))"))
        }
        if !found.share.isIndexable { headers.append(Self.unlisted) }
        return Response(status: 200, headers: headers, contentType: type, body: Data())
    }

    /// What of a reel goes with a link, by its name there.
    private static let sharedFiles: [String: (ReelFile, String)] = [
        "video.mp4": (.video, "video/mp4"), "poster.jpg": (.poster, "image/jpeg"),
        "captions.vtt": (.webVTT, "text/vtt; charset=utf-8"),
    ]

    /// `nil` for a link that was never made, was revoked, or whose video was deleted: nobody learns which.
    private func shared(_ text: String) throws -> (token: ShareToken, share: Share, video: Video)? {
        guard let token = ShareToken(text), let found = try store.share(tokenHash: token.hash),
            let key = Self.outputKey(.video, of: found.video), try outputs.size(of: key) != nil
        else { return nil }
        return (token, found.share, found.video)
    }

    private static let unlisted = ("X-Robots-Tag", "noindex, nofollow")

    private static func html(_ page: Markup, status: Int = 200, isIndexable: Bool) -> Response {
        Response(
            status: status, headers: [("Cache-Control", "private, no-cache")] + (isIndexable ? [] : [unlisted]),
            contentType: "text/html; charset=utf-8", body: Data(page.text.utf8))
    }

    private static var noSharePage: Response { html(SharePage.absent, status: 404, isIndexable: false) }
}
