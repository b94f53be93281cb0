import ArgumentParser
import Foundation
import ReelCore
import ReelFinish
import ReelSettings

/// Looks at any video the way a platform does.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what a video file is, and what of it platforms would not take.",
        discussion: "Ends with 1 when something is wrong with it. The whole file is decoded, once.")

    @Argument(help: "A video file.")
    var file: String

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() async throws {
        let config = try await Settings.load()
        let place = URL(fileURLWithPath: file)
        guard FileManager.default.isReadableFile(atPath: place.path) else {
            throw ValidationError("There is no file \(file) that can be read.")
        }
        let report: DeliveryReport
        do {
            report = try await DeliveryCheck().inspect(place, for: .anyReel(try FinishSettings(config)))
        } catch {
            throw FailedByHand(error)
        }
        if json {
            FileHandle.standardOutput.write(try report.data)
        } else {
            print("\(file)\n\(report.listing)".asLines)
        }
        guard report.isAccepted else { throw ExitCode.failure }
    }
}
