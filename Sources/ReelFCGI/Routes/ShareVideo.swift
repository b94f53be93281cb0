import Foundation
import Logging
import ReelCore
import ReelSettings
import ReelStore

extension Responder {
    /// Links that one video may have.
    package static let shareLimit = 100

    /// `POST /api/videos/{id}/shares`: a link by which this one video can be watched. The body may be left out.
    func createShare(_ name: String, _ request: Request, _ logger: Logger) throws -> Response {
        let video = try video(named: name)
        let isIndexable = try request.wantsIndexableShare()
        let token = ShareToken()
        try request.budget?.check()
        let outcome = try store.createShare(
            of: video.id, tokenHash: token.hash, isIndexable: isIndexable, limit: Self.shareLimit)
        switch outcome {
        case .noSuchVideo: throw HTTPError.noSuchVideo(name)
        case .limitReached: throw HTTPError.tooManyShares(video.id, limit: Self.shareLimit)
        case .created(let share):
            logger.info("video shared", metadata: ["video_id": "\(video.id)", "share_id": "\(share.id)"])
            return try .json(
                ShareCreatedResponse(share, url: publicAddress(for: request).absolute(token.path)), status: 201,
                headers: [("Location", token.path)])
        }
    }

    /// `GET /api/videos/{id}/shares`.
    func listShares(_ name: String) throws -> Response {
        guard let number = Int64(name), let shares = try store.shares(of: VideoID(rawValue: number)) else {
            throw HTTPError.noSuchVideo(name)
        }
        return try .json(ShareListResponse(shares))
    }

    /// `DELETE /api/videos/{id}/shares/{share_id}`: nobody can watch by the link from now on.
    func deleteShare(_ name: String, of videoName: String, _ logger: Logger) throws -> Response {
        let video = try video(named: videoName)
        guard let number = Int64(name) else { throw HTTPError.noSuchShare(name) }
        let id = ShareID(rawValue: number)
        guard try store.deleteShare(id, of: video.id) else { throw HTTPError.noSuchShare(name) }
        logger.info("link revoked", metadata: ["video_id": "\(video.id)", "share_id": "\(id)"])
        return try .json(ShareDeletedResponse(id))
    }
}

extension Request {
    /// - Throws: `HTTPError`.
    fileprivate func wantsIndexableShare() throws -> Bool {
        // Nothing has to be chosen.
        if contentType == nil, try wholeBody().isEmpty { return false }
        var fields = FormFields(try jsonObject(such: #"{"indexable": true}, or no body at all"#))
        let answer = fields.read("indexable", "true or false", \.bool)
        guard fields.problems.isEmpty else { throw HTTPError.invalidFields(fields.problems) }
        return answer ?? false
    }
}
