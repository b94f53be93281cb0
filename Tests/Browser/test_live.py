"""Watching a reel while it is made."""

from playwright.sync_api import expect

from test_making import card, submit


def test_the_beginning_is_seen_while_the_rest_is_made(window, service, articles, reel):
    page = window()
    page.goto("/")
    # Large pictures take their time, and none of them lies in the cache.
    submit(page, articles.url("seen-early"), quality="Standard")
    made = card(page, "seen-early")
    made.get_by_role("button", name="while it is made").click()
    player = made.locator("video")
    seen = player.evaluate("""async (player) => {
        player.muted = true;
        if (player.readyState < player.HAVE_CURRENT_DATA)
            await new Promise((shown) => player.requestVideoFrameCallback(shown));
        return {
            time: player.currentTime, width: player.videoWidth, start: player.buffered.start(0),
            painted: (() => {
                const canvas = document.createElement("canvas");
                canvas.width = canvas.height = 16;
                const context = canvas.getContext("2d");
                context.drawImage(player, 0, 0, 16, 16);
                return new Set(context.getImageData(0, 0, 16, 16).data).size;
            })(),
        };
    }""")
    [job] = [job for job in service.ask("/api/jobs?status=processing")[1]["jobs"] if "seen-early" in job["source_url"]]
    assert job["hls_url"].endswith("/index.m3u8")
    # From the first picture on, and there is something in it.
    assert seen["time"] < 2 and seen["start"] < 0.001 and seen["width"] == 1080 and seen["painted"] > 4
    # It plays by itself as soon as there is enough to go on.
    player.evaluate("""async (player) => {
        if (player.paused) await new Promise((played) => player.addEventListener("playing", played, { once: true }));
    }""")
    # Whoever watches goes on when the reel is finished; then all of it is there.
    expect(made.get_by_role("link", name="Watch")).to_be_visible(timeout=180_000)
    assert player.evaluate("""async (player) => {
        const isWhole = () => Number.isFinite(player.duration)
            && player.buffered.end(player.buffered.length - 1) >= player.duration - 0.1;
        for (const end = performance.now() + 30_000; !isWhole() && performance.now() < end;)
            await new Promise((next) => setTimeout(next, 50));
        return isWhole() && player.buffered.length === 1 && player.error === null;
    }""")
    video = service.ask(f"/api/videos/{service.job(job['id'])['video_id']}")[1]
    assert abs(player.evaluate("player => player.duration") - video["duration"]) < 0.05
    # The stream stays, whole, under the same address, and is the video's now.
    assert video["hls_url"] == job["hls_url"]
    assert service.ask(f"/api/jobs/{job['id']}")[1]["hls_url"] is None
    service.ask(f"/api/videos/{video['id']}", method="DELETE")
