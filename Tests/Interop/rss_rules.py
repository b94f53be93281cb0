"""What a validator asks of a feed: RSS 2.0.11 (rssboard.org/rss-specification, with the RSS Advisory Board's profile), Media
RSS 1.5.1 (rssboard.org/media-rss), and RFC 5005, 3 (paged feeds)."""

import email.utils
import re
import time
import xml.etree.ElementTree as xml
from urllib.parse import urlsplit

ATOM, DC, MEDIA = ("{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}", "{http://search.yahoo.com/mrss/}")
CHANNEL = {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate", "lastBuildDate",
           "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours", "skipDays", "item"}
ITEM = {"title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"}
# Attributes of media:content, and what each may be.
WHOLE = r"\d+"
CONTENT = {"url": r"https?://\S+", "fileSize": WHOLE, "type": r"[a-z]+/[a-z0-9.+-]+", "medium": "image|audio|video|document|executable",
           "isDefault": "true|false", "expression": "sample|full|nonstop", "bitrate": WHOLE, "framerate": r"[\d.]+",
           "samplingrate": r"[\d.]+", "channels": WHOLE, "duration": WHOLE, "height": WHOLE, "width": WHOLE, "lang": r"[A-Za-z-]+"}


def is_address(text):
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", text)


def date_fault(text):
    date = email.utils.parsedate_to_datetime(text)
    if email.utils.format_datetime(date, usegmt=True) != text:
        return f"the weekday or the form is wrong: {text}"
    return "it lies in the future" if date.timestamp() > time.time() + 60 else None


def faults(document, address):
    """Every rule that a feed breaks, as sentences. `document` is its bytes, `address` where it was asked for."""
    found = []

    def check(holds, sentence):
        if not holds:
            found.append(sentence)

    def once(parent, known, many=()):
        names = [child.tag for child in parent]
        for name in set(names):
            check(name.startswith("{") or name in known, f"{parent.tag} has an element that RSS does not know: {name}")
            check(name in many or names.count(name) == 1, f"{parent.tag} has {name} {names.count(name)} times")

    root = xml.fromstring(document)
    check(root.tag == "rss" and root.get("version") == "2.0", "the root is not <rss version='2.0'>")
    check([child.tag for child in root] == ["channel"], "there is not one channel")
    channel = root[0]
    once(channel, CHANNEL, many={"item", "category", ATOM + "link"})
    for name in ("title", "link", "description"):
        check((channel.findtext(name) or "").strip(), f"the channel has no {name}")
    check(is_address(channel.findtext("link")), "the channel's link is no address")
    for name in ("pubDate", "lastBuildDate"):
        if channel.find(name) is not None:
            fault = date_fault(channel.findtext(name))
            check(fault is None, f"the channel's {name}: {fault}")

    links = [(link.get("rel"), link.get("href")) for link in channel.findall(ATOM + "link")]
    relations = [relation for relation, _ in links]
    check(len(set(relations)) == len(relations), f"a relation stands twice: {relations}")
    check(dict(links).get("self") == address, f"self is {dict(links).get('self')}, asked for was {address}")
    check(set(relations) & {"first", "last", "previous", "next"}, "no link of RFC 5005 is there")
    check(all(is_address(href) for _, href in links), f"a link is no address: {links}")

    guids = []
    for item in channel.findall("item"):
        found += item_faults(item, once)
        guids.append(item.findtext("guid"))
    check(len(set(guids)) == len(guids), "two items have one guid")
    return found


def item_faults(item, once):
    found = []

    def check(holds, sentence):
        if not holds:
            found.append(f"{item.findtext('title')!r}: {sentence}")

    once(item, ITEM, many={"category"})
    check(item.findtext("title") or item.findtext("description"), "neither title nor description")
    check(is_address(item.findtext("link")), "its link is no address")
    guid = item.find("guid")
    check(guid is not None and guid.text, "no guid")
    check(guid.get("isPermaLink") in ("true", "false"), "isPermaLink is neither true nor false")
    check(guid.get("isPermaLink") == "false" or is_address(guid.text), "a permalink that is no address")
    fault = date_fault(item.findtext("pubDate"))
    check(fault is None, f"pubDate: {fault}")
    enclosure = item.find("enclosure")
    if enclosure is not None:
        check(set(enclosure.attrib) == {"url", "length", "type"}, f"the enclosure has {sorted(enclosure.attrib)}")
        check(is_address(enclosure.get("url")), "the enclosure's url is no address")
        check(re.fullmatch(WHOLE, enclosure.get("length")) and int(enclosure.get("length")) > 0, "the enclosure has no length")
        check(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", enclosure.get("type")), "the enclosure has no type")
    for group in item.findall(MEDIA + "group"):
        contents = group.findall(MEDIA + "content")
        check(contents, "a media:group without content")
        check(sum(content.get("isDefault") == "true" for content in contents) <= 1, "two contents are the default")
        for content in contents:
            for name, value in content.attrib.items():
                check(name in CONTENT and re.fullmatch(CONTENT[name], value), f"media:content has {name}={value!r}")
            check(enclosure is None or content.get("url") != enclosure.get("url")
                  or content.get("fileSize") == enclosure.get("length"), "fileSize is not the enclosure's length")
        for kind in ("title", "description"):
            texts = group.findall(MEDIA + kind)
            check(len(texts) <= 1 and all(text.get("type", "plain") in ("plain", "html") for text in texts), f"media:{kind}")
        for picture in group.findall(MEDIA + "thumbnail"):
            check(is_address(picture.get("url")), "a thumbnail without an address")
            check(all(re.fullmatch(WHOLE, picture.get(name, "1")) for name in ("width", "height")), "a thumbnail's size")
        for text in group.findall(MEDIA + "subTitle"):
            check(set(text.attrib) == {"type", "lang", "href"} and is_address(text.get("href")), f"subTitle: {text.attrib}")
    return found
