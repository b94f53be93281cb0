"""A reel from its address to its end, as one makes it on the page."""

import re

from playwright.sync_api import expect

from articles import PARAGRAPHS, TITLE


def submit(page, url, quality="Draft"):
    page.get_by_label("Address of the article").fill(url)
    page.get_by_role("radio", name=quality).check()
    page.get_by_role("button", name="Make the reel").click()


def card(page, name):
    return page.locator("#jobs .job").filter(has_text=name)


def test_the_whole_way(window, service, articles, reel):
    page = window()
    page.goto("/")
    gate = articles.hold_picture("the-whole-way")
    submit(page, articles.url("the-whole-way"))
    made = card(page, "the-whole-way")
    # What is happening, in words and in numbers.
    expect(made).to_contain_text("Downloading visual assets")
    bar = made.get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "55")
    expect(bar).to_have_attribute("aria-valuetext", "55 percent, Downloading visual assets")
    expect(made.locator(".stages .current")).to_have_text("Illustrate")
    expect(page).to_have_title("55 % · ReelCraft")
    expect(page.get_by_label("Address of the article")).to_have_value("")
    gate.open()
    made.get_by_role("link", name="Watch").click()

    shown = page.get_by_role("dialog", name=TITLE)
    expect(shown).to_be_visible()
    assert re.search(r"#/reels/\d+$", page.url)
    assert page.evaluate("""async () => {
        const player = document.querySelector("#reel-video");
        player.muted = true;
        await player.play();
        await new Promise((played) => player.addEventListener("timeupdate", () => player.currentTime > 0.5 && played()));
        return player.videoWidth > 0 && player.duration > 20;
    }""")
    # The captions are there for whoever turns them on.
    assert page.evaluate("""async () => {
        const [track] = document.querySelector("#reel-video").textTracks;
        track.mode = "showing";
        while (!track.cues?.length) await new Promise((next) => setTimeout(next, 20));
        return track.kind === "captions" && track.cues[0].text.length > 0;
    }""")
    with page.expect_download() as download:
        shown.get_by_role("link", name="Download").click()
    assert download.value.path().read_bytes()[4:8] == b"ftyp"
    with page.expect_download() as download:
        shown.get_by_role("link", name="Subtitles").click()
    assert "-->" in download.value.path().read_text()
    # What is said, and where in the article it stands.
    expect(shown.locator("summary", has_text="Script")).to_contain_text("all found in the article")
    shown.locator("summary", has_text="Script").click()
    scene = shown.locator(".scenes > li").nth(1)
    expect(scene).to_contain_text("lighthouse")
    href = scene.get_by_role("link", name="In the article").get_attribute("href")
    assert href.startswith(articles.url("the-whole-way") + "#:~:text=")

    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    tile = page.locator("#videos .tile").first
    expect(tile).to_contain_text(TITLE)
    expect(tile).to_have_class("tile new")
    assert tile.locator("img").evaluate("picture => picture.decode().then(() => picture.naturalWidth > 0)")
    made.get_by_role("button", name="Dismiss").click()
    expect(made).to_have_count(0)


def test_several_at_once_and_a_cancelled_one(window, service, articles, reel):
    page = window()
    page.goto("/")
    names = ("one-of-two", "two-of-two")
    gates = [articles.hold_article(name) for name in names]
    for name in names:
        submit(page, articles.url(name))
        expect(card(page, name)).to_contain_text("Extracting article content")
    card(page, "one-of-two").get_by_role("button", name="Cancel").click()
    expect(card(page, "one-of-two")).to_contain_text("Cancelled")
    # What the button became has the focus now.
    expect(card(page, "one-of-two").get_by_role("button", name="again")).to_be_focused()
    listed = {job["source_url"]: job["status"] for job in service.ask("/api/jobs")[1]["jobs"]}
    assert listed[articles.url("one-of-two")] == "cancelled"
    assert listed[articles.url("two-of-two")] == "processing"

    # Tried again, it is made after all, and it is the same job.
    gates[0].open()
    card(page, "one-of-two").get_by_role("button", name="again").click()
    expect(card(page, "one-of-two").get_by_role("link", name="Watch")).to_be_visible()
    jobs = [job for job in service.ask("/api/jobs")[1]["jobs"] if job["source_url"] == articles.url("one-of-two")]
    assert [job["status"] for job in jobs] == ["completed"]
    expect(card(page, "two-of-two")).to_contain_text("Extracting article content")
    card(page, "two-of-two").get_by_role("button", name="Cancel").click()
    expect(card(page, "two-of-two")).to_contain_text("Cancelled")


def test_a_reload_in_mid_job(window, service, articles, reel):
    page = window()
    page.goto("/")
    gate = articles.hold_picture("a-reload")
    submit(page, articles.url("a-reload"))
    expect(card(page, "a-reload")).to_contain_text("55 %")
    page.reload()
    expect(card(page, "a-reload")).to_contain_text("Downloading visual assets")
    expect(card(page, "a-reload")).to_contain_text("55 %")
    gate.open()
    expect(card(page, "a-reload").get_by_role("link", name="Watch")).to_be_visible()


def test_the_reel_that_one_has_is_given_again(window, service, reel):
    page = window()
    page.goto("/")
    page.get_by_label("If I have a reel of this article").check()
    submit(page, reel["source_url"])
    card(page, "the-first-light").get_by_role("link", name="Watch").click()
    expect(page.get_by_role("dialog", name=reel["title"])).to_be_visible()


def test_a_pasted_text_of_a_chosen_length(window, service, reel):
    page = window()
    page.goto("/")
    page.locator("summary", has_text="Or paste the text itself").click()
    page.get_by_label("Its title").fill("A text of one's own")
    page.get_by_label("The text", exact=False).last.fill("\n\n".join(PARAGRAPHS))
    page.get_by_role("radio", name="30 s").check()
    with page.expect_request("**/api/generate-video") as sent:
        submit(page, "")
    assert sent.value.post_data_json == {
        "text": "\n\n".join(PARAGRAPHS), "title": "A text of one's own", "quality": "draft", "duration": 30}
    # How long it will take, from what the reel before it took.
    expect(card(page, "Your text").locator(".job-time")).to_have_text(
        re.compile(r"^\d+:\d\d · (about \d+ (s|min) left|nearly done)$"))
    expect(page.get_by_label("Its title")).to_have_value("")
    # Of two articles none is chosen behind one's back.
    page.get_by_label("The text", exact=False).last.fill("Some text.")
    submit(page, "https://example.org/")
    expect(page.get_by_role("alert").first).to_contain_text("Empty one of the two")


def test_what_others_begin_appears_by_itself(window, service, articles, reel):
    page = window()
    page.goto("/")
    expect(page.locator("#videos .tile").first).to_be_visible()
    gate = articles.hold_article("from-a-script")
    job = service.accept(articles.url("from-a-script"))
    expect(card(page, "from-a-script")).to_contain_text("Extracting article content")
    # And goes by itself.
    service.cancel(job)
    expect(card(page, "from-a-script")).to_contain_text("Cancelled")
    gate.open()
