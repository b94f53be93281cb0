import ReelCore
import ReelExtract
import ReelTestKit
import Testing

struct HTMLDocumentTests {
    @Test func theTreeIsTheDocumentInOrder() throws {
        let tree = HTMLDocument.parse("<body><div id=a class='x y'>one<p>two</p></div><p title='ü &amp; o'>three")
        let div = try #require(tree.first(.div))
        #expect(tree.attribute("id", of: div) == "a")
        #expect(tree.attribute("CLASS", of: div) == nil)
        #expect(tree.text(of: div) == "one two")
        #expect(tree.children(div).map { tree.tag($0) } == [nil, .p])
        let last = try #require(tree.all.last { tree.tag($0) == .p })
        #expect(tree.attribute("title", of: last) == "ü & o")
        #expect(tree.ancestors(last).map { tree.tag($0) } == [.body, .html])
        #expect(!tree.contains(div, last))
        for id in tree.all {
            #expect(tree.nodes[id].end > id && tree.nodes[id].end <= tree.nodes[tree.nodes[id].parent].end)
        }
    }

    @Test func programsAreLeftOutAndDataIsKept() throws {
        let tree = HTMLDocument.parse(
            "<body><script>var a = '<p>no'</script><style>p{}</style><script type='application/ld+json'>{}</script>text"
        )
        #expect(tree.all.count { tree.tag($0) == .script } == 1)
        #expect(tree.text(of: tree.root) == "{}text")
    }

    @Test func textBlocksFollowTheLayout() {
        let tree = HTMLDocument.parse(
            "<body>lead <b>in</b><br><br>second<br>line<p>third <a href=x>link</a></p>tail<ul><li>item</ul><hr>end")
        let blocks = tree.textBlocks(in: tree.all) { _ in false }
        #expect(blocks.map(\.text) == ["lead in", "second\nline", "third link", "tail", "item", "end"])
        #expect(blocks[2].length == 10)
        #expect(blocks[2].linkLength == 4 || blocks[2].linkLength == 5)  // with or without the blank before it
        #expect(tree.tag(blocks[4].container) == .li)
    }

    @Test func blanksAndInvisibleSignsAreAsBrowsersShowThem() {
        #expect(" a\u{a0}\n\t b\u{200b}c\u{ad}d \u{3000}e ".collapsed == "a bcd e")
        #expect("👩\u{200d}🚀 ok".collapsed == "👩\u{200d}🚀 ok")
        #expect(" \u{200b} ".collapsed.isEmpty)
    }

    @Test func aNULIsNotTheEnd() {
        let tree = HTMLDocument.parse("<p>before\0after</p><p>last</p>")
        #expect(tree.text(of: tree.root) == "before after last")
    }

    /// What is taken out before parsing must not take words with it.
    @Test(arguments: [
        ("one<!-- <p>no</p> --> two", "one two"), ("one<!--> two", "one two"), ("one<!---> two", "one two"),
        ("one<!-- no --!> two", "one two"), ("one<!-- a -- b - c --> two --> three", "one two --> three"),
        ("one<script src=a.js></script> two", "one two"), ("one<script src='a.js'/> two", "one two"),
        ("one<SCRIPT>if (a</b) '<!--'</Script > two", "one two"), ("one<style>p > a {}</style> two", "one two"),
        ("one<p title='<script>'> two</p> three", "one two three"),
        ("one<p title='<!--'> two --> three", "one two --> three"),
        ("one<scripted> two </scripted> three", "one two three"),
        ("one<script type=text/x-data>a</script><script>b</script> two", "one two"),
    ])
    func onlyProgramsStylesAndCommentsAreTakenOut(page: String, text: String) {
        let tree = HTMLDocument.parse("<body>" + page)
        #expect(tree.text(of: tree.root) == text)
    }

    @Test func whatNeverEndsIsLeftToTheParser() {
        #expect(HTMLDocument.parse("<body><p>one</p><!-- two").first(.p) != nil)
        #expect(HTMLDocument.parse("<body><p>one</p><script>two").first(.p) != nil)
        #expect(HTMLDocument.parse("<body><p>one</p><p title='two").first(.p) != nil)
        #expect(HTMLDocument.parse("<body><p>one</p><").first(.p) != nil)
    }

    @Test func nothingComesFromNothing() {
        #expect(HTMLDocument.parse("").isEmpty)
    }

    /// Each of these took minutes, or the stack, in some parser.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            HostileText("<div>", count: 200_000),
            HostileText("<div><a href=x><b><h1>a title<li>word ", count: 30_000),
            HostileText("<table><tr><td>", count: 50_000),
            HostileText("<div class=share itemprop=articleBody>", count: 50_000),
            HostileText("<div class=byline>", count: 100_000),
            HostileText(
                "<div><div class=b><a href=q>some linked text here</a>x</div><div class=b>y</div>", count: 20_000),
            HostileText("<p>Related</p>", count: 100_000),
            HostileText(
                text: "<div " + (0..<200_000).map { "a\($0)=x" }.joined(separator: " ") + ">", name: "attributes"),
            HostileText(
                text: "<div " + (0..<200_000).map { "a\($0)=\"x\"" }.joined() + ">", name: "attributes without gaps"),
            HostileText("<", count: 1_000_000),
        ])
    func hostileNesting(_ beginning: HostileText) throws {
        let prose = String(repeating: "A sentence that is long enough to be read. ", count: 20)
        let html = "<title>A page with a past</title>" + beginning.text + "<p>\(prose)</p>"
        // An article or a refusal, but an answer.
        do {
            let article = try extractArticle(html: .init(html.utf8))
            #expect(article.text.contains("A sentence that is long enough"))
        } catch let error {
            #expect(!error.message.isEmpty)
        }
    }

    @Test func aFloodOfAttributesIsCutAndNothingElse() {
        let many = (0..<1000).map { "a\($0)='v v v'" }.joined(separator: " ")
        let tree = HTMLDocument.parse(
            "<p class=x \(many)>text</p><script>if (a<b) { x = \"<p \(many)>\" }</script><p>more")
        #expect(tree.text(of: tree.root) == "text more")
        let count = tree.first(.p).map { tree.attributes(of: $0).count } ?? 0
        #expect(100...600 ~= count)
        let few = (0..<400).map { "a\($0)=\"v v v v v\"" }.joined(separator: " ")
        let whole = HTMLDocument.parse("<p \(few)>text")
        #expect(whole.first(.p).map { whole.attributes(of: $0).count } == 400)
    }
}
