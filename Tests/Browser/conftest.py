"""One service, one server of articles and one browser for all tests; a fresh window for each."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from articles import ArticleServer  # noqa: E402
from service import Service  # noqa: E402

# A busy machine is slow; what is right comes much sooner.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def articles():
    with ArticleServer() as server:
        yield server


@pytest.fixture(scope="session")
def service(articles):
    with Service([articles.host], extra_pages=[Path(__file__).parent / "contract"]) as running:
        yield running


@pytest.fixture(scope="session")
def reel(service, articles):
    """A reel that is there before the first test, so that most of what later jobs need is made already."""
    return service.make(articles.url("the-first-light"))


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
    yield browser
    browser.close()


@pytest.fixture
def window(browser, service):
    """Opens windows: `window()` on a desktop, or with what Playwright's `new_context` takes. Nothing may go wrong in them:
    an error of a script, a forbidden or a foreign request fails the test."""
    contexts, troubles = [], []

    def open_window(**options):
        context = browser.new_context(
            base_url=service.url, **{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"a script failed: {error}"))
        page.on("console", lambda said: "Content Security Policy" in said.text and troubles.append(said.text))
        page.on("request", lambda request: request.url.startswith((service.url, "blob:", "data:"))
                or troubles.append(f"a foreign request: {request.url}"))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    service = item.funcargs.get("service")
    if report.failed and report.when == "call" and service:
        report.sections.append(("what the service said last", "\n".join(line for line in service.log.splitlines() if " info " not in line)[-4000:]))
