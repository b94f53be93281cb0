"""A reel that is there becomes another version; how a reel looks and sounds is chosen and remembered."""

import re

import pytest
from playwright.sync_api import expect

from articles import TITLE
from test_making import card, submit
from waiting import eventually


@pytest.fixture(scope="module")
def original(service, articles, reel):
    """A reel of this module's own."""
    return service.make(articles.url("to-be-edited"))


def open_editor(page, video):
    page.goto(f"/#/reels/{video['id']}")
    shown = page.get_by_role("dialog", name=TITLE)
    shown.get_by_role("button", name="Edit").click()
    expect(shown.get_by_label("Words of scene 1")).to_be_focused()
    return shown


def test_a_new_version(window, service, articles, original):
    page = window()
    shown = open_editor(page, original)
    scenes = service.ask(f"/api/videos/{original['id']}")[1]["script"]["scenes"]
    shown.get_by_label("Words of scene 2").fill("The old tower at the point was built by forty masons.")
    shown.get_by_role("button", name="Move scene 4 up").click()
    # It can be pressed again at once.
    expect(shown.get_by_role("button", name="Move scene 4 up")).to_be_focused()
    shown.get_by_role("button", name="Remove scene 5").click()
    shown.get_by_role("group", name="Scene 5, was 6").locator("summary").click()
    shown.locator("#edit-picture-6").fill(articles.url("another.jpg"))
    with page.expect_request("**/edit") as sent:
        shown.get_by_role("button", name="Make this version").click()
    numbers = [scene["scene_number"] for scene in scenes if scene["scene_number"] != 5]
    numbers[2:4] = [4, 3]
    assert sent.value.post_data_json == {
        "scenes": [
            {"scene_number": 2, "script": "The old tower at the point was built by forty masons."},
            {"scene_number": 5, "remove": True},
            {"scene_number": 6, "picture": {"url": articles.url("another.jpg")}},
        ],
        "order": numbers,
    }
    expect(shown).to_be_hidden()
    made = card(page, "to-be-edited, a new version")
    made.get_by_role("link", name="Watch").click()
    expect(shown).to_be_visible()
    expect(shown.locator("#reel-facts")).to_contain_text("Version 2")
    shown.locator("summary", has_text="Script").click()
    said = shown.locator(".scenes > li")
    expect(said).to_have_count(len(scenes) - 1)
    expect(said.nth(1)).to_contain_text("The old tower at the point")
    expect(said.nth(2)).to_contain_text(scenes[3]["script"])
    # The first one is as it was.
    shown.get_by_role("navigation", name="Versions").get_by_role("link", name="Version 1").click()
    expect(page).to_have_url(f"{service.url}/#/reels/{original['id']}")
    expect(shown.locator("#reel-facts")).not_to_contain_text("Version 2")
    assert service.ask(f"/api/videos/{original['id']}")[1]["script"]["scenes"] == scenes
    page.keyboard.press("Escape")
    expect(page.locator("#videos .tile").first).to_contain_text("Version 2")


def test_what_is_wrong_is_said_where_it_is(window, original):
    page = window()
    shown = open_editor(page, original)
    shown.get_by_role("button", name="Make this version").click()
    expect(shown.locator(".editor .trouble")).to_have_text("Nothing is changed yet.")
    shown.get_by_label("Words of scene 3").fill("  ")
    shown.get_by_role("button", name="Make this version").click()
    expect(shown.locator(".editor .trouble")).to_contain_text("Scene 3 says nothing")
    expect(shown.get_by_label("Words of scene 3")).to_be_focused()
    # The service's own words.
    shown.get_by_label("Words of scene 3").fill("…")
    shown.get_by_role("button", name="Make this version").click()
    expect(shown.locator(".editor .trouble")).to_contain_text("nothing in it that can be spoken")


def test_changes_are_not_lost_by_accident(window, original):
    page = window()
    shown = open_editor(page, original)
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    shown = open_editor(page, original)
    page.keyboard.type("Changed. ")
    page.keyboard.press("Escape")
    question = page.get_by_role("alertdialog", name="Discard your changes?")
    question.get_by_role("button", name="Go on editing").click()
    expect(shown.get_by_label("Words of scene 1")).to_have_value(re.compile(r"Changed\. "))
    shown.get_by_role("button", name="Leave it as it is").click()
    question.get_by_role("button", name="Discard them").click()
    expect(shown.get_by_role("button", name="Edit")).to_be_focused()


def test_the_look_is_chosen_and_remembered(window, service, articles, reel):
    page = window()
    page.goto("/")
    form = page.locator("#new-job")
    form.locator("summary", has_text="Look and sound").click()
    form.get_by_role("radio", name="1:1").check()
    form.get_by_label("Captions").select_option("Soft")
    form.get_by_label("Colours").select_option("Plum")
    expect(form.locator("#looks-chosen")).to_have_text("1:1, Soft, Plum")
    with page.expect_request("**/api/generate-video") as sent:
        submit(page, articles.url("a-square"))
    assert sent.value.post_data_json == {
        "url": articles.url("a-square"), "quality": "draft", "aspect": "1:1", "captions": "soft", "theme": "plum"}
    page.reload()
    expect(form.locator("#looks-chosen")).to_have_text("1:1, Soft, Plum")
    expect(form.get_by_role("radio", name="Draft")).to_be_checked()

    card(page, "a-square").get_by_role("link", name="Watch").click()
    shown = page.get_by_role("dialog", name=TITLE)
    expect(shown).to_be_visible()
    video = page.locator("#reel-video")
    eventually("the film's first picture", lambda: video.evaluate("player => player.videoWidth > 0"))
    shape = page.evaluate("""() => {
        const player = document.querySelector("#reel-video");
        const { width, height } = player.getBoundingClientRect();
        return [player.videoWidth / player.videoHeight, width / height];
    }""")
    assert abs(shape[0] - 1) < 0.01 and abs(shape[1] - 1) < 0.01
    # Another version in another shape, and nothing else.
    shown.get_by_role("button", name="Edit").click()
    shown.locator(".editor > .looks > summary").click()
    expect(shown.get_by_role("radio", name="1:1")).to_be_checked()
    shown.get_by_role("radio", name="16:9").check()
    with page.expect_request("**/edit") as sent:
        shown.get_by_role("button", name="Make this version").click()
    assert sent.value.post_data_json == {"aspect": "16:9"}
    card(page, "a-square, a new version").get_by_role("link", name="Watch").click()
    expect(page.locator("#reel")).to_have_attribute("data-aspect", "16:9")
