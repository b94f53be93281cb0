import ArgumentParser
import Configuration
import Foundation
import Glibc
import ReelCore
import ReelDB
import ReelSettings
import ReelSpeech
import ReelStore
import ReelTool

/// Looks at the machine and says what is missing and how to get it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what is missing on this machine, and how to get it.")

    func run() async throws {
        let config = try await Settings.load()
        let home = try HomeSettings(config)
        var findings = await Examination.programs()
        findings.append(Examination.speechProgram())
        findings += await Examination.ffmpegFeatures()
        findings.append(
            await Examination.captionFont(try SettingsReader(config).text("compose.font", default: "Inter")))
        findings += await Examination.captionScripts()
        findings.append(Examination.folder(home.layout.root, try DiskReserve(config)))
        findings.append(Examination.database(home.database))
        for finding in findings { print(finding.line) }
        let missing = findings.filter { !$0.isWell }
        guard missing.isEmpty else {
            print("\n\(missing.count) of \(findings.count) need attention.")
            throw ExitCode.failure
        }
        print("\nEverything is in place.")
    }
}

/// One thing that was looked at.
struct Finding {
    var name: String
    var isWell: Bool
    /// What was found, or what is wrong.
    var state: String
    /// How to mend it.
    var remedy: String?

    var line: String {
        let mark = isWell ? "ok     " : "MISSING"
        return "\(mark)  \(name): \(state)" + (isWell ? "" : remedy.map { "\n         \($0)" } ?? "")
    }
}

private enum Examination {
    /// Programs, and the Debian packages that bring them.
    private static let needed = [
        ("ffmpeg", "ffmpeg"), ("ffprobe", "ffmpeg"), ("setpriv", "util-linux"), ("prlimit", "util-linux"),
        ("fc-match", "fontconfig"), ("nginx", "nginx-light"),
    ]

    static func programs() async -> [Finding] {
        needed.map { program, package in
            // nginx lives in /usr/sbin, which is not in everybody's PATH.
            let path = Tool.find(program) ?? Tool.find("/usr/sbin/\(program)")
            return Finding(
                name: program, isWell: path != nil, state: path ?? "not found", remedy: "apt-get install \(package)")
        }
    }

    /// Installed with this program, and not by a package.
    static func speechProgram() -> Finding {
        let path = Tool.find(SpeechProgram.command().executable)
        return Finding(
            name: SpeechProgram.name, isWell: path != nil, state: path ?? "not found",
            remedy: "Install it beside ReelRunner, from the same build.")
    }

    /// What the stages ask of ffmpeg, by the list in which it must stand.
    static func ffmpegFeatures() async -> [Finding] {
        let lists: [(String, [String])] = [
            ("-encoders", ["libx264", "aac", "mjpeg", "libwebp"]),
            ("-decoders", ["mjpeg", "png", "webp", "h264"]),
            ("-filters", ["ass", "ebur128", "alimiter", "aresample", "scale"]),
        ]
        var findings: [Finding] = []
        for (list, names) in lists {
            let result = try? await Tool.run(ToolCommand("ffmpeg", ["-hide_banner", list]))
            let words = Set(String(decoding: result?.standardOutput ?? Data(), as: UTF8.self).split { $0.isWhitespace })
            let absent = names.filter { !words.contains(Substring($0)) }
            findings.append(
                Finding(
                    name: "ffmpeg \(list.dropFirst())", isWell: absent.isEmpty,
                    state: absent.isEmpty ? names.joined(separator: ", ") : "without " + absent.joined(separator: ", "),
                    remedy: "apt-get install ffmpeg (Debian's own build has them all)"))
        }
        return findings
    }

    static func captionFont(_ family: String) async -> Finding {
        let result = try? await Tool.run(ToolCommand("fc-match", ["-f", "%{family}", family]))
        let found = String(decoding: result?.standardOutput ?? Data(), as: UTF8.self)
        return Finding(
            name: "caption font", isWell: found.contains(family),
            state: found.contains(family) ? found : "\(family) is absent; captions would use \(found)",
            remedy: "apt-get install fonts-inter")
    }

    /// A letter of each script that Debian's other fonts have not, and the smallest package that has it.
    static func captionScripts() async -> [Finding] {
        let letters = [
            ("Chinese", "6f22", "fonts-wqy-microhei"), ("Japanese", "3042", "fonts-wqy-microhei"),
            ("Korean", "ac00", "fonts-wqy-microhei"), ("Arabic", "645", "fonts-noto-ui-core"),
            ("Hindi", "915", "fonts-noto-ui-core"), ("Thai", "e01", "fonts-noto-ui-core"),
        ]
        var absent: [(script: String, package: String)] = []
        for (script, letter, package) in letters {
            let list = try? await Tool.run(ToolCommand("fc-list", [":charset=\(letter)", "file"]))
            if list?.standardOutput.isEmpty ?? true { absent.append((script, package)) }
        }
        let packages = Set(absent.map(\.package)).sorted().joined(separator: " ")
        return [
            Finding(
                name: "caption scripts", isWell: absent.isEmpty,
                state: absent.isEmpty
                    ? letters.map(\.0).joined(separator: ", ")
                    : "no font for " + absent.map(\.script).joined(separator: ", "),
                remedy: "apt-get install \(packages)")
        ]
    }

    /// Only looks: a folder that is not there is not made.
    static func folder(_ folder: URL, _ reserve: DiskReserve) -> Finding {
        var isFolder: ObjCBool = false
        func problem(_ state: String, _ remedy: String) -> Finding {
            Finding(name: "REEL_HOME", isWell: false, state: "\(folder.path) \(state)", remedy: remedy)
        }
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
            return problem(
                "does not exist",
                "Set REEL_HOME to the folder that the service uses, or make it: mkdir -p '\(folder.path)'")
        }
        guard isFolder.boolValue, access(folder.path, R_OK | W_OK | X_OK) == 0 else {
            return problem(
                isFolder.boolValue ? "cannot be written" : "is no folder",
                "Set REEL_HOME to a folder that this user may write to.")
        }
        let free =
            (try? folder.resourceValues(forKeys: [.volumeAvailableCapacityKey]).volumeAvailableCapacity)
            .flatMap(\.self) ?? 0
        return Finding(
            name: "REEL_HOME", isWell: free > reserve.bytes, state: "\(folder.path), \(free >> 20) MiB free",
            remedy: "Make room: no job is started with less than \(reserve.bytes >> 20) MiB (REEL_DISK_RESERVE).")
    }

    /// Only looks: the database is neither made nor migrated nor taken over.
    static func database(_ url: URL) -> Finding {
        func finding(_ isWell: Bool, _ state: String, _ remedy: String? = nil) -> Finding {
            Finding(name: "database", isWell: isWell, state: state, remedy: remedy)
        }
        do {
            let inspector = try StoreEngines.inspector(of: url)
            let condition = try inspector.condition()
            switch condition {
            case .newer:
                return finding(
                    false, "\(url.path) was made by a newer version of ReelCraft",
                    "Install that version, or put the backup that was made before the upgrade in its place.")
            case .foreign:
                return finding(
                    false, "\(url.path) belongs to another program", "Set REEL_DATABASE to a file of ReelCraft's own.")
            case .current, .older, .pythonOriginal: break
            }
            let problems = try inspector.integrityProblems()
            guard problems.isEmpty else { return damagedDatabase(url, problems.joined(separator: "; ")) }
            let next =
                switch condition {
                case .older: "; of an older version, which the next start migrates (make a backup before)"
                case .pythonOriginal: "; of the Python ReelCraft, which the next start takes over"
                default: ""
                }
            return finding(true, "\(url.path), whole\(next)")
        } catch let error as StoreError where error.code == .corrupt {
            return damagedDatabase(url, "\(error)")
        } catch let error as StoreError where error.code == .absent {
            return finding(
                false, error.cause, "Set REEL_DATABASE to the service's database, or start the service once.")
        } catch {
            return finding(false, "\(error)", "Set REEL_DATABASE to a file that this user may read.")
        }
    }

    private static func damagedDatabase(_ url: URL, _ problems: String) -> Finding {
        Finding(
            name: "database", isWell: false, state: "\(url.path) is damaged: \(problems)",
            remedy:
                "Stop the service, and put a backup (ReelRunner backup) in its place. A single record that cannot be "
                + "read can also be deleted, or mended by hand.")
    }
}
