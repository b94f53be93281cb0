"""Links to one reel: made, copied and revoked in its dialog, and watched by people who have nothing but the link."""

import contextlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from test_access import press_until_focused
from waiting import eventually

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@contextlib.contextmanager
def other_site(html):
    """The address of a page of another origin. On this machine as well: browsers keep sites of the Internet out of it."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def share(page, reel):
    """Makes a link in the dialog: its address."""
    page.goto(f"/#/reels/{reel['id']}")
    shown = page.get_by_role("dialog", name=reel["title"])
    shown.get_by_role("button", name="Share").click()
    shown.get_by_role("button", name="Make a link").click()
    field = shown.get_by_label("The link. Copy it now")
    expect(field).to_be_focused()
    return field.input_value()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_a_link_is_made_watched_and_revoked(window, service, reel, options):
    page = window(**options)
    address = share(page, reel)
    assert re.fullmatch(re.escape(service.url) + r"/s/[A-Za-z0-9_-]{32}", address), address
    shown = page.get_by_role("dialog", name=reel["title"])
    links = shown.get_by_role("list", name="Links").get_by_role("listitem")
    # The list is asked for anew after the address is shown.
    made = len(service.ask(f"/api/videos/{reel['id']}/shares")[1]["shares"])
    expect(links).to_have_count(made)
    assert not Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}).response["violations"]

    other = window(**options)
    other.goto(address)
    expect(other.get_by_role("heading", name=reel["title"], level=1)).to_be_visible()
    film = other.locator("video")
    film.evaluate("film => { film.muted = true; return film.play(); }")
    eventually("the film to play", lambda: film.evaluate("film => film.currentTime") > 0.5)
    # The captions are there for who turns them on.
    film.evaluate("film => { film.textTracks[0].mode = 'showing'; }")
    eventually("captions to be read", lambda: film.evaluate("film => film.textTracks[0].cues?.length ?? 0") > 3)
    assert other.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    assert not Axe().run(other).response["violations"]

    links.first.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name="Revoke", exact=True).click()
    expect(links).to_have_count(made - 1)
    expect(shown.get_by_label("The link. Copy it now")).to_be_hidden()
    assert other.goto(address).status == 404
    expect(other.get_by_role("heading", name="This video is not here")).to_be_visible()
    assert not Axe().run(other).response["violations"]


def test_by_keyboard_alone(window, service, reel):
    page = window()
    page.goto(f"/#/reels/{reel['id']}")
    shown = page.get_by_role("dialog", name=reel["title"])
    press_until_focused(page, shown.get_by_role("button", name="Share"))
    page.keyboard.press("Enter")
    expect(shown.get_by_role("button", name="Make a link")).to_be_focused()
    expect(shown.get_by_role("button", name="Share")).to_have_attribute("aria-expanded", "true")
    press_until_focused(page, shown.get_by_label("Search engines may list it"), "Shift+Tab")
    page.keyboard.press("Space")
    press_until_focused(page, shown.get_by_role("button", name="Make a link"))
    page.keyboard.press("Enter")
    expect(shown.get_by_label("The link. Copy it now")).to_be_focused()
    expect(shown.get_by_role("list", name="Links")).to_contain_text("may be listed")
    press_until_focused(page, shown.get_by_role("button", name="Revoke").first)
    page.keyboard.press("Enter")
    confirm = page.get_by_role("alertdialog")
    press_until_focused(page, confirm.get_by_role("button", name="Revoke"))
    page.keyboard.press("Enter")
    expect(shown.get_by_role("button", name="Make a link")).to_be_focused()


def test_a_frame_of_another_site_shows_the_player_and_nothing_else(window, browser, service, reel):
    address = share(window(), reel)
    frames = f"<iframe id=a src='{address}/player'></iframe><iframe id=b src='{address}'></iframe>"
    # Not from `window`: a request to another site is what this is about.
    with other_site(frames) as site, browser.new_context() as context:
        other = context.new_page()
        other.goto(site)
        expect(other.frame_locator("#a").locator("video")).to_be_visible()
        expect(other.frame_locator("#b").locator("video")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_masthead_fits(window, service, width):
    """Every view's link, those of views that are to come too, without scrolling sideways."""
    page = window(viewport={"width": width, "height": 800})
    page.goto("/#/jobs")
    expect(page.get_by_role("link", name="Jobs")).to_have_attribute("aria-current", "page")
    page.evaluate("() => document.querySelectorAll('.masthead [hidden]').forEach((item) => { item.hidden = false; })")
    links = page.locator(".masthead nav a")
    expect(links).to_have_text(["Make", "Jobs", "Batches", "Schedules", "Notifications"])
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    # Large enough for a finger (WCAG 2.2, 2.5.8).
    assert all(box["height"] >= 24 and box["width"] >= 24 for box in (link.bounding_box() for link in links.all()))
    if width == 390:
        tops = {round(link.bounding_box()["y"]) for link in links.all()}
        assert len(tops) == 1, f"the views stand in {len(tops)} rows"


def test_an_address_that_is_no_view_leads_home(window, service):
    page = window()
    for address in ("/#/nothing", "/#/toString", "/#/job", "/#/%"):
        page.goto(address)
        expect(page.get_by_role("heading", name="Paste an article")).to_be_visible()
