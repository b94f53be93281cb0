import ReelCore

/// Why something could not be put into the outputs, besides file errors.
public enum OutputError: Error, Hashable {
    /// What lies there is a link, a folder, a pipe or a device.
    case notAPlainFile(name: String)
    /// What was published under this key is not the file that was looked at.
    case exchanged(name: String)
    /// Larger than anything that is read as a whole may be.
    case tooLarge(name: String)
}

extension OutputError: JobFailureConvertible {
    public var failure: JobFailure {
        let what =
            switch self {
            case .notAPlainFile(let name): "\(name) is not a plain file"
            case .exchanged(let name): "\(name) was exchanged while it was published"
            case .tooLarge(let name): "\(name) is too large"
            }
        return JobFailure(
            stage: nil, code: "output_refused",
            message: "The files that were made could not be trusted, so none was published. Try again; if it happens "
                + "twice, look into the runner's log for this job.",
            detail: what, isRetryable: true)
    }
}
