import Foundation
import ReelCore

/// A text to the user, at once: `print` keeps lines back where standard output is a file or a pipe.
func announce(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text.asLines)\n".utf8))
}

/// A text on standard error. What controls a terminal is left out of both: they may quote a title.
func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text.asLines)\n".utf8))
}
