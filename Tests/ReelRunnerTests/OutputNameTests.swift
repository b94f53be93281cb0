import ReelCore
import Testing

@Suite struct OutputNameTests {
    @Test(arguments: [
        ("Coral Gardens Return", "coral-gardens-return"), ("  Été à Zürich!  ", "ete-a-zurich"), ("../../etc", "etc"),
        ("🎬", "reel"), ("", "reel"), ("Москва́ today", "moskva-today"),
        (String(repeating: "x", count: 200), String(repeating: "x", count: 60)),
    ])
    func slug(title: String, expected: String) {
        #expect(OutputName.slug(title) == expected)
    }
}
