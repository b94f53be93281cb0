"""Everybody can use the page: by keyboard alone, on a phone, with a screen reader, in the dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import TITLE
from test_making import card, submit
from waiting import eventually


def press_until_focused(page, target, key="Tab"):
    """Presses a key until the target has the focus, which must be seen."""
    for _ in range(60):
        if target.evaluate("node => node === document.activeElement"):
            ring = target.evaluate("node => getComputedStyle(node).outlineStyle + getComputedStyle(node).outlineWidth")
            assert ring == "solid3px", f"the focus is not seen: {ring}"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is out of reach of {key}")


def test_by_keyboard_alone(window, service, articles, reel):
    page = window()
    page.goto("/")
    field = page.get_by_label("Address of the article")
    expect(field).to_be_focused()
    press_until_focused(page, page.get_by_role("link", name="Skip to the content"), "Shift+Tab")
    page.keyboard.press("Enter")
    press_until_focused(page, field)
    gate = articles.hold_article("by-keyboard")
    page.keyboard.type(articles.url("by-keyboard"))
    page.keyboard.press("Tab")
    press_until_focused(page, page.get_by_role("radio", name="Standard"))
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Draft")).to_be_checked()
    press_until_focused(page, page.get_by_role("button", name="Make the reel"), "Shift+Tab")
    page.keyboard.press("Enter")
    made = card(page, "by-keyboard")
    expect(made).to_contain_text("Extracting article content")
    press_until_focused(page, made.get_by_role("button", name="Cancel"))
    page.keyboard.press("Enter")
    expect(made.get_by_role("button", name="again")).to_be_focused()
    gate.open()
    page.keyboard.press("Enter")
    expect(made.get_by_role("link", name="Watch")).to_be_visible()
    press_until_focused(page, made.get_by_role("link", name="Watch"))
    page.keyboard.press("Enter")
    shown = page.get_by_role("dialog", name=TITLE)
    expect(shown).to_be_visible()
    press_until_focused(page, shown.locator("summary", has_text="Script"))
    page.keyboard.press("Enter")
    expect(shown.locator(".scenes > li").first).to_be_visible()
    # The focus does not leave the dialog for what lies behind it.
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement === document.body || !!document.activeElement.closest('#reel')")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    expect(made.get_by_role("link", name="Watch")).to_be_focused()


def test_a_screen_reader_hears_what_happens(window, service, articles, reel):
    page = window()
    page.goto("/")
    # All that was ever said: it is taken away again after a while.
    page.evaluate("""() => {
        window.said = [];
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => said.push(node.textContent))))
            .observe(document.querySelector("#announcer"), { childList: true });
    }""")
    gate = articles.hold_picture("spoken")
    submit(page, articles.url("spoken"))
    expect(card(page, "spoken")).to_contain_text("Downloading visual assets")
    gate.open()
    expect(card(page, "spoken").get_by_role("link", name="Watch")).to_be_visible()
    eventually("the end to be said", lambda: page.evaluate("(title) => said.includes(`Ready: ${title}`)", TITLE))
    said = page.evaluate("() => said")
    assert said[0].startswith("Started: ")
    assert any(line.endswith("spoken: Composing video") for line in said)
    # Stages, not every percent.
    assert len(said) <= 9, said


VIEWS = {"home": "/", "jobs": "/#/jobs", "job": "/#/jobs/{failed}", "reel": "/#/reels/{reel}", "editor": "/#/reels/{reel}"}


@pytest.fixture(scope="module")
def busy(service, articles, reel):
    """A service with a job of each kind; the paths of all views."""
    articles.hold_article("to-be-looked-at")
    waiting = service.accept(articles.url("to-be-looked-at"))
    failed = service.accept(articles.url("missing/to-be-looked-at"))
    service.until(failed, "failed")
    yield {name: path.format(failed=failed, reel=reel["id"]) for name, path in VIEWS.items()}
    service.cancel(waiting)


def settled(page, name):
    if name == "home":
        expect(card(page, "to-be-looked-at").filter(has_text="404")).to_be_visible()
        page.locator("#new-job summary", has_text="Look and sound").click()
        expect(page.locator("#videos .tile").first).to_be_visible()
    elif name == "jobs":
        expect(page.locator("#job-rows .row").nth(2)).to_be_visible()
    elif name == "job":
        expect(page.locator("#job-place")).to_contain_text("404")
    elif name == "editor":
        page.get_by_role("button", name="Edit").click()
        for summary in page.locator("#reel summary").all():
            summary.click()
    else:
        expect(page.locator("#reel summary").first).to_be_visible()
        for summary in page.locator("#reel summary").all():
            summary.click()
        page.locator("#reel-video").evaluate("player => player.pause()")


@pytest.mark.parametrize("name", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(window, busy, name, scheme):
    page = window(color_scheme=scheme, reduced_motion="reduce")
    page.goto(busy[name])
    settled(page, name)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    if name == "reel":
        page.get_by_role("button", name="Delete").click()
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("name", VIEWS)
def test_on_a_phone(window, playwright, busy, name):
    phone = {key: value for key, value in playwright.devices["iPhone 13"].items() if key != "default_browser_type"}
    page = window(**phone)
    page.goto(busy[name])
    settled(page, name)
    size = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert size[0] <= size[1], "the page is wider than the phone"
    # Large enough for a thumb (WCAG 2.2, 2.5.8 asks for 24 px; links within a line are left out).
    small = page.evaluate("""() => [...document.querySelectorAll("button, .primary, .quiet, input:not([type=radio], [type=checkbox]), select, textarea, .options label, nav a")]
        .filter((node) => node.checkVisibility() && Math.min(node.offsetWidth, node.offsetHeight) < 30)
        .map((node) => node.outerHTML)""")
    assert small == []
    if name == "home":
        submit(page, "nonsense without an address")
        expect(page.get_by_role("alert").first).to_be_visible()
    if name in ("reel", "editor"):
        box = page.locator("#reel").bounding_box()
        assert box["width"] == size[1] and box["x"] == 0
        page.get_by_role("button", name="Close").tap()
        expect(page.locator("#reel")).to_be_hidden()
