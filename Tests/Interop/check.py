"""Programs of others against the running service: readers of feeds, previews of links, the client of the Model Context
Protocol."""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/Browser"))
from articles import ArticleServer  # noqa: E402
from service import Service  # noqa: E402

from check_feed import check_feed  # noqa: E402
from check_mcp import check_mcp  # noqa: E402
from check_shares import check_shares  # noqa: E402

# Text that would be markup, the end of a script or of a section; letters from beyond the first plane.
HOSTILE = "A & <b>\"B\"</b> </script><!-- ]]> 'c' é😀"


def main():
    with ArticleServer() as articles, Service([articles.host]) as service:
        service.make(articles.url("one"))
        service.make(articles.url("two"))
        script = {"title": HOSTILE, "scenes": [{"script": f"Swifts sleep on the wing. {HOSTILE}"}]}
        status, accepted = service.ask("/api/generate-video", {"script": script, "quality": "draft"})
        assert status == 202, accepted
        job = service.until(accepted["job_id"], "completed")
        reel = service.ask(f"/api/videos/{job['video_id']}")[1]
        assert reel["title"] == HOSTILE, reel
        videos = service.ask("/api/videos")[1]["videos"]
        # The second in which the last reel was finished; the feed tells its date when it is over.
        time.sleep(1.1)
        check_feed(service, [video["title"] for video in videos])
        check_shares(service, reel)
        check_mcp(service, articles)


main()
