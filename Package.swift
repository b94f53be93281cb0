// swift-tools-version: 6.1
// The plan of the house, floor by floor. A lower floor never names a higher one and no stage names a
// sibling; scripts/check-layers holds the imports to what is declared here.
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let nioWeb: [Target.Dependency] =
    nio + [
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
    ]

func target(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: swiftSettings)
}

func stage(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    let folder = String(name.dropFirst("Reel".count))
    return target(
        name, path: "Sources/ReelPipeline/\(folder)",
        ["ReelCore", "ReelSettings", configuration, logging] + dependencies)
}

func process(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["ReelCore", "ReelSettings", "ReelDB", arguments, configuration, lifecycle, signals, logging]
            + dependencies,
        swiftSettings: swiftSettings)
}

func test(_ name: String, path: String? = nil, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: path, swiftSettings: swiftSettings)
}

func stageTest(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    test(
        "Reel\(name)Tests", path: "Tests/ReelPipelineTests/\(name)Tests",
        ["ReelCore", "ReelSettings", "ReelTestKit", .byName(name: "Reel\(name)"), configuration, logging] + dependencies
    )
}

let package = Package(
    name: "ReelCraft",
    products: [
        .library(name: "ReelDB", targets: ["ReelCore", "ReelDB"]),
        .library(name: "ReelPipeline", targets: ["ReelCore", "ReelSettings", "ReelExtract", "ReelPipeline"]),
        .executable(name: "ReelFCGI", targets: ["ReelFCGI"]),
        .executable(name: "ReelRunner", targets: ["ReelRunner"]),
        .executable(name: "ReelBridge", targets: ["ReelBridge"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // Cellar: system libraries, and the loops that have to be C.
        .systemLibrary(name: "CFCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CHTML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CFlite", providers: [.apt(["flite1-dev"])]),  // Debian ships no .pc file for it
        .systemLibrary(name: "CEspeak", pkgConfig: "espeak-ng", providers: [.apt(["libespeak-ng-dev"])]),
        .systemLibrary(name: "CAss", pkgConfig: "libass", providers: [.apt(["libass-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CFrames"),

        // Ground: the nouns and the wire; settings.
        target("ReelCore", [logging]),
        target("ReelSettings", ["ReelCore", configuration, systemPackage, logging]),

        // Floor 1: the store, and the instruments of the stages.
        target("ReelDB", ["ReelCore", "ReelSettings", configuration, grdb, logging]),
        target("ReelCache", ["ReelCore", "CCrypto"]),
        target("ReelFetch", ["ReelCore", "ReelSettings", "CCurl", configuration, logging]),
        target("ReelSlots", []),
        target("ReelSocket", []),
        target("ReelTool", ["ReelCore", subprocess, systemPackage]),

        // Floor 2: the stages, strangers to each other, and the one file that knows their order.
        stage("ReelExtract", ["ReelFetch", "ReelCache", "CHTML"]),
        stage("ReelScript", ["ReelFetch", "ReelCache"]),
        stage("ReelNarrate", ["ReelTool", "ReelCache", "CFlite", "CEspeak"]),
        stage("ReelGather", ["ReelFetch", "ReelTool", "ReelCache"]),
        stage("ReelCompose", ["ReelTool", "ReelCache", "ReelSlots", "CAss", "CFrames"]),
        stage("ReelFinish", ["ReelTool", "ReelCache"]),
        stage(
            "ReelPipeline",
            [
                "ReelFetch", "ReelTool", "ReelCache", "ReelSlots", "ReelExtract", "ReelScript", "ReelNarrate",
                "ReelGather",
                "ReelCompose", "ReelFinish",
            ]),

        // Attic: the processes.
        process("ReelFCGI", ["ReelSocket", "CFCGI"]),
        process(
            "ReelRunner",
            [
                "ReelPipeline", "ReelExtract", "ReelScript", "ReelNarrate", "ReelCompose", "ReelFinish", "ReelFetch",
                "ReelCache",
                "ReelSocket", "ReelTool",
            ] + nio),
        process("ReelBridge", ["ReelSocket"] + nioWeb),

        // The program that docs/API.md prints, on the library products; the tests run it.
        .executableTarget(
            name: "ReelExample", dependencies: ["ReelCore", "ReelSettings", "ReelDB", "ReelPipeline", logging],
            path: "docs/examples", swiftSettings: swiftSettings),

        // Tests: one folder for each target, and the kit they share.
        .target(
            name: "ReelTestKit", dependencies: ["ReelCore", "ReelDB", "ReelFetch", logging] + nioWeb,
            path: "Tests/ReelTestKit",
            swiftSettings: swiftSettings),
        test("ReelCoreTests", ["ReelCore", "ReelSettings", "ReelTestKit", configuration, logging]),
        test("ReelDBTests", ["ReelCore", "ReelDB", "ReelTestKit", grdb]),
        test("ReelFetchTests", ["ReelCore", "ReelSettings", "ReelFetch", "ReelTestKit", configuration]),
        test("ReelSlotsTests", ["ReelSlots", "ReelTestKit"]),
        test("ReelSocketTests", ["ReelSocket", "ReelTestKit"]),
        test("ReelToolTests", ["ReelCore", "ReelTool", "ReelTestKit"]),
        test("ReelCacheTests", ["ReelCore", "ReelCache", "ReelTestKit"]),
        stageTest("Extract", ["ReelFetch", "CHTML"]),
        stageTest("Script", ["ReelFetch", "ReelCache"]),
        stageTest("Narrate", ["ReelTool", "ReelCache"]),
        stageTest("Gather", ["ReelFetch", "ReelTool", "ReelCache"]),
        stageTest("Compose", ["ReelTool", "ReelCache", "CFrames"]),
        stageTest("Finish", ["ReelTool", "ReelCache"]),
        test(
            "ReelPipelineTests", path: "Tests/ReelPipelineTests/PipelineTests",
            ["ReelCore", "ReelPipeline", "ReelSettings", "ReelTestKit"]),
        test(
            "ReelFCGITests",
            ["ReelCore", "ReelDB", "ReelFCGI", "ReelSocket", "ReelTestKit", "ReelSettings", configuration, logging]),
        test(
            "ReelRunnerTests",
            [
                "ReelCore", "ReelDB", "ReelRunner", "ReelPipeline", "ReelTestKit", "ReelTool", "ReelCache",
                "ReelSettings", configuration, logging,
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ] + nio),
        test(
            "ReelBridgeTests",
            ["ReelCore", "ReelDB", "ReelBridge", "ReelTestKit", "ReelSettings", configuration, lifecycle, logging]
                + nioWeb),
        test("EndToEndTests", ["ReelCore", "ReelDB", "ReelTestKit"] + nioWeb),
    ],
    swiftLanguageModes: [.v6]
)
