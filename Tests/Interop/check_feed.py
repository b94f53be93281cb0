"""The feed as readers get it: accepted by feedparser and by a validator's rules, page by page, sent once to each who has it."""

import gzip
import urllib.error
import urllib.request
import xml.etree.ElementTree as xml

import feedparser

from rss_rules import ATOM, faults


def get(address, **headers):
    """(status, headers, body) through nginx."""
    request = urllib.request.Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def check_rules_bite():
    """A check that finds nothing in a feed that is wrong would find nothing at all."""
    wrong = b"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>x</title><link>/</link><description>d</description>
    <lastBuildDate>Mon, 06 Nov 1994 08:49:37 GMT</lastBuildDate><item><titel/><link>x</link><guid>a</guid><pubDate>Sun, 06 Nov 1994 08:49:37 GMT</pubDate>
    <enclosure url="http://a/b" length="-1" type="video/mp4"/></item></channel></rss>"""
    found = faults(wrong, "http://a/feed")
    assert len(found) >= 8, found


def check_feed(service, titles):
    check_rules_bite()
    address = f"{service.url}/feeds/reels.xml"
    status, headers, body = get(address)
    assert status == 200 and headers["Content-Type"] == "application/rss+xml; charset=utf-8", (status, headers)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert faults(body, address) == [], faults(body, address)

    parsed = feedparser.parse(body)
    assert not parsed.bozo, parsed.bozo_exception
    assert parsed.version == "rss20" and parsed.feed.title == "ReelCraft"
    # feedparser takes titles for HTML; what stands in the document is the text itself.
    texts = [item.findtext("title") for item in xml.fromstring(body).iter("item")]
    assert texts == titles, (texts, titles)
    for entry in parsed.entries:
        (film,) = entry.enclosures
        status, of_film, whole = get(film.href)
        assert status == 200 and of_film["Content-Type"] == film.type, (film, status)
        assert len(whole) == int(film.length) == int(of_film["Content-Length"]), film
        (content,) = entry.media_content
        assert content["url"] == film.href and content["filesize"] == film.length, content
        assert get(entry.media_thumbnail[0]["url"])[0] == 200
        assert entry.published_parsed and not entry.guidislink

    # Whoever has it is not sent it again, by tag or by date; nor who has it compressed.
    assert get(address, If_None_Match=headers["ETag"])[0] == 304
    assert headers["Last-Modified"], "the second of the last change is over, and the date is not told"
    assert get(address, If_Modified_Since=headers["Last-Modified"])[0] == 304
    status, packed, small = get(address, Accept_Encoding="gzip")
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(small) == body
    status, again, nothing = get(address, If_None_Match=packed["ETag"], Accept_Encoding="gzip")
    assert status == 304 and nothing == b"" and again["Content-Length"] is None, (status, again)

    # All pages, by their own links, have each reel once, and lead back.
    seen, back, page = [], None, f"{address}?limit=2"
    while page:
        status, _, body = get(page)
        assert status == 200 and faults(body, page) == [], (page, faults(body, page))
        channel = xml.fromstring(body)[0]
        links = {link.get("rel"): link.get("href") for link in channel.findall(ATOM + "link")}
        assert links.get("previous") == back and links["first"] == f"{address}?limit=2", links
        seen += [item.findtext("guid") for item in channel.findall("item")]
        back, page = page, links.get("next")
    assert back == links["last"] and len(seen) == len(set(seen)) == len(titles), (seen, links)
    print(f"feed: {len(titles)} reels, accepted by feedparser and by the rules of RSS, Media RSS and RFC 5005")
