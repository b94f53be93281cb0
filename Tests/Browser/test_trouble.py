"""What goes wrong is said with what to do, and passes."""

from playwright.sync_api import expect

from test_making import card, submit
from waiting import eventually


def test_an_address_that_is_none(window, service):
    page = window()
    page.goto("/")
    for typed, words in [("", "Paste the address"), ("two words", "It should look like"), ("ftp://example.org/a", "It should look like")]:
        submit(page, typed)
        expect(page.get_by_role("alert").first).to_contain_text(words)
        expect(page.get_by_label("Address of the article")).to_be_focused()
        expect(page.get_by_label("Address of the article")).to_have_attribute("aria-invalid", "true")
    # What only the service can know.
    submit(page, "http://user:secret@example.org/")
    said = service.ask("/api/generate-video", {"url": "http://user:secret@example.org/"})[1]["detail"]
    expect(page.get_by_role("alert").first).to_have_text(said)
    page.get_by_label("Address of the article").fill("https://")
    expect(page.get_by_role("alert").first).to_be_hidden()


def test_an_article_that_is_not_there(window, service, articles):
    page = window()
    page.goto("/")
    submit(page, articles.url("missing/article"))
    failed = card(page, "missing/article")
    expect(failed).to_contain_text("404")
    expect(failed).to_contain_text("Check the address")
    # It is still there after a reload, until it is dismissed for good.
    page.reload()
    expect(failed).to_contain_text("404")
    failed.get_by_role("button", name="again").click()
    expect(failed.get_by_role("button", name="again")).to_be_visible()
    failed.get_by_role("button", name="Dismiss").first.click()
    page.reload()
    expect(page.locator("#videos .tile, #no-reels:visible").first).to_be_visible()


def test_without_the_socket_the_page_asks_each_second(window, service, articles, reel):
    page = window()
    page.route_web_socket("**/ws", lambda socket: socket.close())
    asked = []
    page.on("request", lambda request: "/api/jobs/" in request.url and request.method == "GET" and asked.append(request.url))
    page.goto("/")
    gate = articles.hold_article("without-a-socket")
    submit(page, articles.url("without-a-socket"))
    expect(page.get_by_text("Live updates are down; asking each second")).to_be_visible()
    expect(card(page, "without-a-socket")).to_contain_text("Extracting article content")
    before = len(asked)
    eventually("three more questions", lambda: page.wait_for_timeout(100) or len(asked) >= before + 3)
    gate.open()
    expect(card(page, "without-a-socket").get_by_role("link", name="Watch")).to_be_visible()


def test_a_killed_bridge_and_responder(window, service, articles, reel):
    page = window()
    page.goto("/")
    gate = articles.hold_picture("a-killed-bridge")
    submit(page, articles.url("a-killed-bridge"))
    made = card(page, "a-killed-bridge")
    expect(made).to_contain_text("Downloading visual assets")
    service.stop("ReelBridge")
    expect(page.get_by_text("Live updates are down")).to_be_visible()
    service.stop("ReelFCGI")
    expect(page.locator("#notice")).to_contain_text("Try again in a few seconds")
    service.start("ReelFCGI")
    service.start("ReelBridge")
    # Whole again: the notice goes, the socket comes back, and what happens is heard over it.
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.get_by_text("Live updates are down")).to_be_hidden()
    gate.open()
    expect(made.get_by_role("link", name="Watch")).to_be_visible()


def test_no_runner_at_work(window, service, articles, reel):
    page = window()
    page.goto("/")
    articles.hold_article("no-runner")
    service.stop("ReelRunner")
    submit(page, articles.url("no-runner"))
    expect(card(page, "no-runner")).to_contain_text("Waiting for its turn")
    expect(page.locator("#notice")).to_contain_text("No runner is at work")
    service.start("ReelRunner")
    expect(page.locator("#notice")).to_be_hidden()
    expect(card(page, "no-runner")).to_contain_text("Extracting article content")
    card(page, "no-runner").get_by_role("button", name="Cancel").click()
    expect(card(page, "no-runner")).to_contain_text("Cancelled")


def test_what_of_the_service_is_missing_is_said_although_nobody_waits(window, service):
    page = window()
    page.goto("/")
    notice = page.locator("#notice")
    expect(notice).to_be_hidden()
    service.stop("ReelBridge")
    expect(notice).to_contain_text("The bridge is not running")
    expect(notice).not_to_contain_text("No runner")
    service.stop("ReelRunner")
    expect(notice).to_contain_text("No runner is at work")
    service.start("ReelBridge")
    expect(notice).not_to_contain_text("bridge")
    service.start("ReelRunner")
    expect(notice).to_be_hidden()
