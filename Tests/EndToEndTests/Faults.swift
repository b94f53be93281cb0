import Foundation
import Glibc

/// The library of faults that programs under test are started with: `Tests/Fixtures/faults/faults.c` says what it does.
enum Faults {
    /// Its path; it is compiled once for all tests.
    static func library() throws -> String { try built.get() }

    private static let built = Result { try build() }

    private static func build() throws -> String {
        let source = Service.repository.appending(path: "Tests/Fixtures/faults/faults.c").path
        let library = Service.repository.appending(path: ".build/faults.so").path
        // Renamed into place, because another run of the tests may use it at this moment.
        try shell(
            "set -e; c=$(command -v clang || command -v gcc || command -v cc); "
                + "\"$c\" -shared -fPIC -O2 -o '\(library).\(getpid())' '\(source)' -ldl; "
                + "mv '\(library).\(getpid())' '\(library)'")
        return library
    }

    // MARK: Clock

    static let fakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

    /// Settings with which a process and its children read the wall clock through an offset that stands in a file, such as
    /// `+1h`. The boot clock, the monotonic clock and the times of files stay true.
    static func clock(offsetIn file: URL) throws -> [String: String] {
        [
            "LD_PRELOAD": "\(try library()) \(fakeTime)", "FAKETIME_TIMESTAMP_FILE": file.path,
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "FAKETIME_NO_CACHE": "1", "NO_FAKE_STAT": "1",
        ]
    }

    // MARK: Power

    /// Makes a disk of 400 MB in a file, and mounts it.
    static func mountNewDisk(_ image: URL, at folder: URL) throws {
        try shell("truncate -s 400M '\(image.path)' && mkfs.ext4 -q -F '\(image.path)'")
        try mountDisk(image, at: folder)
    }

    static func mountDisk(_ image: URL, at folder: URL) throws {
        try shell("mount -o loop '\(image.path)' '\(folder.path)'")
    }

    /// From now on nothing reaches the disk, not even what its journal holds in memory: `FS_IOC_SHUTDOWN` with
    /// `FS_SHUTDOWN_FLAGS_NOLOGFLUSH` of Linux's `include/uapi/linux/fs.h`. What is there when it is mounted again is what
    /// a power cut leaves.
    static func cutPower(at folder: URL) throws {
        // Perl writes the answer into what it was given, so that has to be a variable.
        let program =
            #"open(my $f, "<", $ARGV[0]) or die; my $flags = pack("I", 2); ioctl($f, 0x8004587d, $flags) or die"#
        try shell("perl -e '\(program)' '\(folder.path)'")
    }
}
