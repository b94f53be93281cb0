"""From sending an article's address on the page to the first picture, as a share of the whole job's time. Each round has a
service, a cache and a window of its own."""

import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2] / "Tests" / "Browser"))
from articles import ArticleServer  # noqa: E402
from service import Service  # noqa: E402

SHOWN = """async (player) => {
    player.muted = true;
    if (player.readyState < player.HAVE_CURRENT_DATA)
        await new Promise((shown) => player.requestVideoFrameCallback(shown));
}"""


def measure(page, service, articles):
    """Seconds until the first picture, and until the end."""
    page.goto(service.url)
    page.get_by_label("Address of the article").fill(articles.url("a-reel"))
    begun = time.monotonic()
    page.get_by_role("button", name="Make the reel").click()
    page.get_by_role("button", name="while it is made").click(timeout=120_000)
    page.locator("#jobs video").evaluate(SHOWN)
    seen = time.monotonic() - begun
    page.locator("#jobs").get_by_role("link", name="Watch").wait_for(timeout=300_000)
    return seen, time.monotonic() - begun


with ArticleServer() as articles, sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
    shares = []
    for _ in range(int(sys.argv[1])):
        with Service([articles.host]) as service:
            seen, whole = measure(browser.new_page(), service, articles)
            [job] = service.ask("/api/jobs")[1]["jobs"]
            [attempt] = service.ask(f"/api/jobs/{job['id']}/attempts")[1]["attempts"]
        shares.append(seen / whole)
        stages = ", ".join(f"{stage['stage']} {stage['seconds']:.1f}" for stage in attempt["stages"])
        print(f"the first picture after {seen:.1f} s, the reel after {whole:.1f} s: {shares[-1]:.0%} ({stages})", flush=True)
    browser.close()
    print(f"median {statistics.median(shares):.0%}, at most 30%")
