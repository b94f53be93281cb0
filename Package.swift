// swift-tools-version: 6.1
// The layers of the package, from the bottom up. A lower layer never names a higher one and no stage names a
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
        dependencies: [
            "ReelCore", "ReelSettings", "ReelStore", "ReelDB", arguments, configuration, lifecycle, signals, logging,
        ]
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
        .library(name: "ReelDB", targets: ["ReelCore", "ReelStore", "ReelDB"]),
        .library(name: "ReelPipeline", targets: ["ReelCore", "ReelSettings", "ReelExtract", "ReelPipeline"]),
        .executable(name: "ReelFCGI", targets: ["ReelFCGI"]),
        .executable(name: "ReelRunner", targets: ["ReelRunner"]),
        .executable(name: "ReelBridge", targets: ["ReelBridge"]),
        .executable(name: "ReelSpeak", targets: ["ReelSpeak"]),
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
        // System modules: system libraries, and the loops that have to be C.
        .systemLibrary(name: "CFCGI", pkgConfig: "fcgi", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CHTML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CFlite", providers: [.apt(["flite1-dev"])]),  // Debian ships no .pc file for it
        .systemLibrary(name: "CEspeak", pkgConfig: "espeak-ng", providers: [.apt(["libespeak-ng-dev"])]),
        .systemLibrary(name: "CMecab", providers: [.apt(["libmecab-dev"])]),  // no .pc file either
        .systemLibrary(name: "CAss", pkgConfig: "libass", providers: [.apt(["libass-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CAlign"),
        .target(name: "CFrames"),
        .target(name: "COnnx"),
        .target(name: "CVocoder"),

        // Model: the nouns and the wire; what may be asked of a store.
        target("ReelCore", [logging]),
        target("ReelStore", ["ReelCore"]),

        // Services: the engines of the store, and the tools of the stages.
        target("ReelSettings", ["ReelCore", configuration, systemPackage, logging]),
        target("ReelDB", ["ReelCore", "ReelStore", grdb, logging]),
        target("ReelCache", ["ReelCore", "CCrypto"]),
        target("ReelFetch", ["ReelCore", "ReelSettings", "CCurl", configuration, logging]),
        target("ReelSlots", []),
        target("ReelSocket", []),
        target("ReelTool", ["ReelCore", subprocess, systemPackage]),
        target("ReelHTTP", ["ReelCore", "ReelSettings", configuration]),
        target("ReelOutputs", ["ReelCore", "ReelStore", "ReelCache"]),
        target("ReelSignals", ["ReelCore", "ReelStore", "ReelSocket", lifecycle, logging] + nio),

        // Shared by stages: text, captions, speech.
        // The words of Chinese and the like come from the copy of ICU that Foundation has.
        .target(
            name: "ReelText", dependencies: ["ReelCore"], swiftSettings: swiftSettings,
            linkerSettings: [.linkedLibrary("_FoundationICU")]),
        target("ReelASS", ["ReelCore", "ReelTool", "CAss"]),
        target("ReelSpeech", ["ReelCore", "ReelText", "ReelCache", "ReelTool"]),
        target("ReelAlign", ["CAlign"]),

        // Pipeline: the stages, which do not know each other, and the one file that knows their order.
        stage("ReelExtract", ["ReelFetch", "ReelCache", "ReelText", "CHTML"]),
        stage("ReelScript", ["ReelFetch", "ReelCache", "ReelText"]),
        stage("ReelNarrate", ["ReelFetch", "ReelTool", "ReelCache", "ReelSlots", "ReelText", "ReelSpeech"]),
        stage("ReelGather", ["ReelFetch", "ReelTool", "ReelCache", "ReelText", "ReelASS"]),
        stage("ReelCompose", ["ReelTool", "ReelCache", "ReelSlots", "ReelText", "ReelASS", "CFrames"]),
        stage("ReelFinish", ["ReelTool", "ReelCache", "ReelText", "ReelASS", "ReelSpeech"]),
        stage(
            "ReelPipeline",
            [
                "ReelFetch", "ReelTool", "ReelCache", "ReelSlots", "ReelExtract", "ReelScript", "ReelNarrate",
                "ReelGather", "ReelCompose", "ReelFinish", "ReelSpeech",
            ]),

        // Executables.
        process(
            "ReelFCGI",
            ["ReelHTTP", "ReelCache", "ReelOutputs", "ReelSocket", "ReelSignals", "ReelSpeech", "ReelTool", "CFCGI"]),
        process(
            "ReelRunner",
            [
                "ReelPipeline", "ReelExtract", "ReelScript", "ReelNarrate", "ReelCompose", "ReelFinish", "ReelFetch",
                "ReelCache", "ReelOutputs", "ReelSignals", "ReelSocket", "ReelSpeech", "ReelTool",
            ]),
        process("ReelBridge", ["ReelHTTP", "ReelSocket", "ReelSignals"] + nioWeb),
        // Speech has a process of its own: espeak-ng is GPL-3, and nothing else links it.
        .executableTarget(
            name: "ReelSpeak",
            dependencies: [
                "ReelCore", "ReelText", "ReelSpeech", "ReelAlign", "CFlite", "CEspeak", "CMecab", "COnnx", "CVocoder",
                arguments,
            ],
            swiftSettings: swiftSettings),

        // The program that docs/API.md prints, on the library products; the tests run it.
        .executableTarget(
            name: "ReelExample",
            dependencies: ["ReelCore", "ReelSettings", "ReelStore", "ReelDB", "ReelPipeline", logging],
            path: "docs/examples", swiftSettings: swiftSettings),

        // Tests: one folder for each target, and the kit they share.
        .target(
            name: "ReelTestKit",
            dependencies: [
                "ReelCore", "ReelStore", "ReelDB", "ReelCache", "ReelFetch", "ReelOutputs", "ReelSignals", "ReelSpeech",
                "ReelSettings", configuration, lifecycle, logging,
            ] + nioWeb,
            path: "Tests/ReelTestKit",
            swiftSettings: swiftSettings),
        test("ReelCoreTests", ["ReelCore", "ReelSettings", "ReelTestKit", configuration, logging]),
        test("ReelDBTests", ["ReelCore", "ReelStore", "ReelDB", "ReelTestKit", grdb]),
        test("ReelFetchTests", ["ReelCore", "ReelSettings", "ReelFetch", "ReelTestKit", configuration]),
        test("ReelSlotsTests", ["ReelSlots", "ReelTestKit"]),
        test("ReelSocketTests", ["ReelSocket", "ReelTestKit"]),
        test("ReelASSTests", ["ReelCore", "ReelASS", "ReelTestKit"]),
        test("ReelHTTPTests", ["ReelCore", "ReelSettings", "ReelHTTP", "ReelTestKit", configuration]),
        test(
            "ReelSignalsTests",
            ["ReelCore", "ReelStore", "ReelSignals", "ReelSocket", "ReelTestKit", lifecycle, logging] + nio),
        test("ReelToolTests", ["ReelCore", "ReelTool", "ReelTestKit"]),
        test("ReelSpeechTests", ["ReelCore", "ReelSpeech", "ReelTool", "ReelTestKit"]),
        test("ReelAlignTests", ["ReelCore", "ReelSpeech", "ReelAlign", "ReelTool", "ReelTestKit"]),
        test("ReelSpeakTests", ["ReelCore", "ReelSpeech", "ReelSpeak", "ReelTool", "ReelTestKit", "CVocoder"]),
        test("ReelCacheTests", ["ReelCore", "ReelCache", "ReelTestKit"]),
        test("ReelTextTests", ["ReelCore", "ReelText", "ReelTestKit"]),
        test("ReelOutputsTests", ["ReelCore", "ReelStore", "ReelCache", "ReelOutputs", "ReelTestKit", "ReelTool"]),
        stageTest("Extract", ["ReelFetch", "CHTML"]),
        stageTest("Script", ["ReelFetch", "ReelCache", "ReelText"]),
        stageTest("Narrate", ["ReelFetch", "ReelTool", "ReelCache", "ReelSpeech"]),
        stageTest("Gather", ["ReelFetch", "ReelTool", "ReelCache"]),
        stageTest("Compose", ["ReelTool", "ReelCache", "ReelASS", "CFrames"]),
        stageTest("Finish", ["ReelTool", "ReelCache"]),
        test(
            "ReelPipelineTests", path: "Tests/ReelPipelineTests/PipelineTests",
            ["ReelCore", "ReelPipeline", "ReelSettings", "ReelTestKit"]),
        test(
            "ReelFCGITests",
            [
                "ReelCore", "ReelStore", "ReelDB", "ReelFCGI", "ReelHTTP", "ReelOutputs", "ReelSocket", "ReelSignals",
                "ReelTestKit", "ReelSettings", "ReelTool", configuration, logging,
            ]),
        test(
            "ReelRunnerTests",
            [
                "ReelCore", "ReelStore", "ReelDB", "ReelRunner", "ReelPipeline", "ReelTestKit", "ReelTool", "ReelCache",
                "ReelOutputs", "ReelSettings", "ReelSignals", configuration, grdb, logging,
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ] + nio),
        test(
            "ReelBridgeTests",
            [
                "ReelCore", "ReelStore", "ReelDB", "ReelBridge", "ReelHTTP", "ReelTestKit", "ReelSettings",
                "ReelSignals",
                configuration,
                lifecycle, logging,
            ]
                + nioWeb),
        test("EndToEndTests", ["ReelCore", "ReelStore", "ReelDB", "ReelTestKit"] + nioWeb),
    ],
    swiftLanguageModes: [.v6]
)
