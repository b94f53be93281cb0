"""A shared reel as a browser, a preview of links and a search engine get it, through nginx."""

import json
from html.parser import HTMLParser

from check_feed import get


class Page(HTMLParser):
    """What programs read of a page."""

    def __init__(self, text):
        super().__init__()
        self.meta, self.links, self.tags, self.data, self.title = {}, {}, [], "", ""
        self._inside = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.tags.append((tag, values))
        self._inside = tag
        if tag == "meta":
            self.meta[values.get("property") or values.get("name")] = values.get("content")
        if tag == "link":
            self.links[values["rel"]] = values["href"]

    def handle_endtag(self, tag):
        self._inside = None

    def handle_data(self, text):
        if self._inside == "script":
            self.data += text
        if self._inside == "title":
            self.title += text


def check_shares(service, reel):
    shares = f"/api/videos/{reel['id']}/shares"
    status, share = service.ask(shares, {}, "POST")
    assert status == 201 and share["url"].startswith(f"{service.url}/s/"), share
    address = share["url"]
    status, headers, body = get(address)
    page = Page(body.decode())
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"] and headers["X-Frame-Options"] == "DENY"
    assert headers.get_all("Content-Security-Policy").__len__() == 1 and headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow" == page.meta["robots"]
    assert page.title == f"{reel['title']} · ReelCraft" and page.links["canonical"] == address
    assert page.meta["og:title"] == page.meta["twitter:title"] == reel["title"], page.meta
    assert page.meta["twitter:card"] == "player"
    data = json.loads(page.data)
    assert data["@context"] == "https://schema.org" and data["@type"] == "VideoObject" and data["name"] == reel["title"]
    assert [tag for tag, _ in page.tags].count("script") == 1

    # Every address that it names leads to what it says, and other sites may show it.
    for name, kind in (("og:image", "image/jpeg"), ("og:video", "video/mp4"), ("twitter:player:stream", "video/mp4")):
        status, of_file, whole = get(page.meta[name])
        assert status == 200 and of_file["Content-Type"] == kind, (name, status, of_file)
        assert of_file["Cross-Origin-Resource-Policy"] == "cross-origin" and len(whole) > 1_000
        assert of_file["X-Robots-Tag"] == "noindex, nofollow" and of_file["Cache-Control"] == "private, no-cache"
    status, part, some = get(data["contentUrl"], Range="bytes=0-99")
    assert status == 206 and len(some) == 100 and part["Content-Range"].startswith("bytes 0-99/")
    assert get(data["contentUrl"], If_None_Match=of_file["ETag"])[0] == 304
    captions = next(values["src"] for tag, values in page.tags if tag == "track")
    status, of_file, text = get(service.url + captions)
    assert status == 200 and of_file["Content-Type"] == "text/vtt; charset=utf-8" and text.startswith(b"WEBVTT")

    # The player, and nothing else, may stand in frames of other sites.
    status, headers, body = get(page.meta["twitter:player"])
    assert status == 200 and page.meta["twitter:player"] == data["embedUrl"]
    assert "frame-ancestors *" in headers["Content-Security-Policy"] and headers["X-Frame-Options"] is None
    assert "video" in [tag for tag, _ in Page(body.decode()).tags]

    status, listed = service.ask(shares, {"indexable": True}, "POST")
    status, headers, body = get(listed["url"])
    assert headers["X-Robots-Tag"] is None and "robots" not in Page(body.decode()).meta
    assert get(listed["url"] + "/video.mp4")[1]["X-Robots-Tag"] is None

    assert service.ask(f"{shares}/{share['id']}", method="DELETE")[0] == 200
    for path in ("", "/player", "/video.mp4", "/poster.jpg", "/captions.vtt"):
        status, headers, body = get(address + path)
        assert status == 404 and headers["X-Robots-Tag"] and b"not here" in body, (path, status)
    assert get(f"{service.url}/.reel/shared/{reel['url'].split('/')[-1]}")[0] == 404
    print("shares: a page, its player and its files are as previews and search engines want them; revoked, all are gone")
