"""The examples of docs/API.md do what the page says, as they are printed there, but for the address."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def example(language, service, article):
    """The page's one example in this language, pointed at the service under test."""
    found = re.findall(rf"```{language}\n(.*?)```", (ROOT / "docs/API.md").read_text(), re.S)
    assert len(found) == 1, f"{len(found)} examples in {language}"
    return (
        found[0].replace("http://localhost:8000/sample/", article).replace('BASE + "/sample/"', repr(article))
        .replace("http://localhost:8000", service.url)
    )


@pytest.fixture
def article(articles):
    return articles.url("a-page-of-examples")


def test_curl(service, article, tmp_path):
    done = subprocess.run(
        ["bash", "-eu", "-c", example("sh", service, article)], cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    (film,) = tmp_path.iterdir()
    assert film.name == "The Light at the Northern Point.mp4"
    assert film.read_bytes()[4:8] == b"ftyp"


def test_python(service, article):
    code = example("python", service, article)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert re.search(rf"^{service.url}/outputs/the-light-at-the-northern-point-[0-9a-f-]+\.mp4$", done.stdout, re.M), done.stdout


def swift(*words, **environment):
    return subprocess.run(
        [ROOT / ".build/release/ReelExample", *words], capture_output=True, text=True, timeout=240,
        env=os.environ | {"PATH": f"{ROOT}/.build/release:{os.environ['PATH']}"} | environment)


def test_swift(service, articles, article, tmp_path):
    printed = re.findall(r"```swift\n(.*?)```", (ROOT / "docs/API.md").read_text(), re.S)
    assert printed == [(ROOT / "docs/examples/ReelExample.swift").read_text()]
    made = swift("make", article, tmp_path, REEL_FETCH_ALLOW=articles.host)
    assert made.returncode == 0, made.stderr
    assert "5 Extracting article content" in made.stdout
    assert Path(made.stdout.splitlines()[-1]).read_bytes()[4:8] == b"ftyp"
    asked = swift("ask", article, service.home / "reelcraft.db")
    assert asked.stdout.splitlines()[-1] == "completed", asked.stdout + asked.stderr


def test_javascript(service, article, window):
    page = window()
    page.goto(service.url)
    told = []
    page.expose_function("told", lambda progress, message: told.append((progress, message)))
    video = page.evaluate(f"async (url) => {{ {example('js', service, article)}; return makeReel(url, told); }}", article)
    assert video["title"] == "The Light at the Northern Point" and video["url"].endswith(".mp4")
    assert told[-1] == (100, "Video created successfully")
    assert [progress for progress, _ in told] == sorted(progress for progress, _ in told)
