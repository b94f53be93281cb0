"""Who speaks: the voices of the service, grouped by language, each with a sample to hear."""

import pytest
from playwright.sync_api import expect

from test_making import card, submit


def open_looks(page):
    page.goto("/")
    page.locator("summary", has_text="Look and sound").click()
    voice = page.locator("#looks select[name=voice]")
    # The list has come.
    expect(voice.locator("optgroup")).not_to_have_count(0)
    return voice


def test_voices_are_grouped_by_language(window):
    page = window(locale="de-DE")
    voice = open_looks(page)
    groups = voice.locator("optgroup").evaluate_all("groups => groups.map((group) => group.label)")
    # The browser's own language first, then by name.
    assert groups[0] == "German"
    assert groups[1:] == sorted(groups[1:])
    assert {"Chinese", "Japanese", "English", "Hindi", "Arabic"} <= set(groups)
    expect(voice.locator("optgroup[label=English] option").filter(has_text="rms, a man")).to_have_count(1)
    # One that is not installed is shown, and cannot be chosen.
    for option in voice.locator("option").filter(has_text="not installed").all():
        expect(option).to_be_disabled()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_sample_is_heard(window, playwright, device):
    options = {} if device == "desktop" else {
        key: value for key, value in playwright.devices["iPhone 13"].items() if key != "default_browser_type"}
    page = window(**options)
    voice = open_looks(page)
    hear = page.get_by_role("button", name="Hear it")
    expect(hear).to_be_disabled()
    voice.select_option('"espeak:zh"')
    expect(hear).to_be_enabled()
    # Nothing is wider than the window.
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    heard = """() => new Promise((resolve) => {
        const play = HTMLMediaElement.prototype.play;
        HTMLMediaElement.prototype.play = function () {
            this.addEventListener("ended", () => resolve(this.duration), { once: true });
            return play.call(this);
        };
        document.querySelector(".hear").click();
    })"""
    assert 1 < page.evaluate(heard) < 15


def test_the_chosen_voice_speaks(window, service, articles, reel):
    page = window()
    open_looks(page).select_option('"slt"')
    page.get_by_label("Quotations").select_option('"other"')
    expect(page.locator("#looks-chosen")).to_contain_text("slt")
    submit(page, articles.url("by-slt"))
    expect(card(page, "by-slt").get_by_role("link", name="Watch")).to_be_visible()
    [video] = [video for video in service.ask("/api/videos")[1]["videos"] if "by-slt" in video["source_url"]]
    detail = service.ask(f"/api/videos/{video['id']}")[1]
    assert detail["style"]["voice"] == "slt" and detail["style"]["quotes"] == "other"
    assert detail["script"]["voice"] == "flite/slt"
    # The choice stays with this browser.
    page.reload()
    expect(page.locator("#looks select[name=voice]")).to_have_value('"slt"')
