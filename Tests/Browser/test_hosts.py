"""By which names the whole service may be asked: a site that lets its own name point to this machine gets nothing."""

import http.client

import pytest
from playwright.sync_api import expect

UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}


def ask(service, method, path, headers):
    """The status of one request. The connection is dropped, as a WebSocket would go on."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize("name, is_ours", [
    ("localhost", True), ("127.0.0.1", True), ("reel.localhost", True), ("192.168.7.8", True), ("evil.example", False),
    ("localhost.evil.example", False)])
def test_names(service, reel, name, is_ours):
    host = f"{name}:{service.port}"
    page = {"Host": host, "Origin": f"http://{host}"}
    job = service.ask("/api/jobs")[1]["jobs"][0]["id"]
    for path in ("/", "/health", "/api/jobs", f"/api/jobs/{job}/events", f"/api/videos/{reel['id']}"):
        assert ask(service, "GET", path, page) == (200 if is_ours else 421), path
    assert ask(service, "GET", "/ws", page | UPGRADE) == (101 if is_ours else 421)
    # Nothing is sent in the body, so that it makes no job.
    assert ask(service, "POST", "/api/generate-video", page) == (415 if is_ours else 421)


def test_a_site_whose_name_points_here_gets_nothing(playwright, service, reel):
    """In a browser, for which the two are one site from then on."""
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--host-resolver-rules=MAP evil.example 127.0.0.1"])
    try:
        page = browser.new_page()
        answer = page.goto(f"http://evil.example:{service.port}/")
        assert answer.status == 421
        expect(page.locator("body")).to_contain_text("REEL_HOSTS")
        statuses = page.evaluate("""async (video) => {
            const status = async (...request) => (await fetch(...request)).status;
            const socket = new Promise((resolve) => {
                const socket = new WebSocket(`ws://${location.host}/ws`);
                socket.onopen = () => resolve("open");
                socket.onerror = () => resolve("refused");
            });
            const body = JSON.stringify({ url: "https://example.org/" });
            return [
                await status("/api/jobs"), await status(`/api/videos/${video}`, { method: "DELETE" }),
                await status("/api/generate-video", { method: "POST", body, headers: { "Content-Type": "application/json" } }),
                await socket];
        }""", reel["id"])
        assert statuses == [421, 421, 421, "refused"]
    finally:
        browser.close()
