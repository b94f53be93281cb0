import Foundation
import Glibc
import ReelCore

extension ToolError {
    /// Whether the program said that the disk is full.
    public var isDiskFull: Bool {
        guard case .failed(_, _, let tail) = self else { return false }
        return tail.contains(String(cString: strerror(ENOSPC))) || tail.contains(String(cString: strerror(EDQUOT)))
    }
}

extension JobFailure {
    /// What a full disk means for a job, whoever ran into it; `nil` when the error is another one.
    public static func diskFull(_ error: any Error, in stage: StageName?) -> JobFailure? {
        if let error = error as? ToolError {
            return error.isDiskFull ? .diskFull(in: stage, detail: error.description) : nil
        }
        return isDiskFull(error) ? .diskFull(in: stage, detail: String(describing: error)) : nil
    }
}
