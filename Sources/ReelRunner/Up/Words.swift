import Foundation

/// A line to the user, at once: `print` keeps lines back where standard output is a file or a pipe.
func announce(_ text: String) {
    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
}

/// A line on standard error.
func complain(_ text: String) {
    FileHandle.standardError.write(Data("\(text)\n".utf8))
}
