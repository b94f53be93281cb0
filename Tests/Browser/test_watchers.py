"""Who watches a job without our page: a client written from the contract alone, and a browser's EventSource."""

import pytest
from playwright.sync_api import expect

from waiting import eventually


@pytest.mark.parametrize("has_socket", [True, False], ids=["over the socket", "polling"])
def test_a_client_written_from_the_contract(window, service, articles, reel, has_socket):
    page = window()
    if not has_socket:
        page.route_web_socket("**/ws", lambda socket: socket.close())
    page.goto("/contract/")
    page.get_by_label("Article").fill(articles.url(f"contract-{has_socket}"))
    page.get_by_role("button", name="Generate").click()
    log = page.locator("#log li")
    expect(log.filter(has_text="playing")).to_have_count(1)
    heard = log.all_inner_texts()
    assert "video/mp4 true" in heard and "BACKWARDS" not in heard
    if has_socket:
        assert heard[:2] == ["connection", "subscribed"] and heard.count("job_progress") >= 12 and "polling" not in heard
    else:
        assert heard[0] == "polling" and "job_progress" not in heard


def test_a_client_written_from_the_contract_reads_our_errors(window, service):
    page = window()
    page.goto("/contract/")
    page.get_by_label("Article").fill("ftp://example.org/")
    page.get_by_role("button", name="Generate").click()
    expect(page.locator("#message")).to_contain_text("http")


LISTEN = """(job) => {
    window.heard = [];
    window.source = new EventSource(`/api/jobs/${job}/events`);
    const note = (event) => window.heard.push({ id: Number(event.lastEventId), ...JSON.parse(event.data) });
    source.addEventListener("job_progress", note);
    source.addEventListener("job_status", note);
}"""


def test_an_event_source_is_whole_again_after_the_bridge_died(window, service, articles, reel):
    gate = articles.hold_picture("event-source")
    page = window()
    page.goto("/")
    page.evaluate(LISTEN, service.accept(articles.url("event-source")))
    eventually("the progress of 55", lambda: page.evaluate("() => heard.some(({ progress }) => progress === 55)"))
    service.stop("ReelBridge")
    # It asks in vain meanwhile.
    with page.expect_response(lambda answer: answer.url.endswith("/events")):
        pass
    service.start("ReelBridge")
    gate.open()
    eventually("the job's end", lambda: page.evaluate("() => heard.at(-1).status?.status === 'completed'"))
    heard = page.evaluate("() => heard")
    told = [(event["id"], event["type"]) for event in heard]
    # The state at the beginning has the number of the newest event, which may be the milestone before it.
    assert told == sorted(set(told)), "an event came twice or too late"
    assert all(event["id"] == event["seq"] for event in heard)
    milestones = {5, 10, 15, 25, 30, 50, 55, 75, 80, 85, 95, 100}
    assert milestones <= {event["progress"] for event in heard if event["type"] == "job_progress"}
    # It asks once more, hears that there is nothing more, and stops asking.
    eventually("the last question", lambda: page.evaluate("() => source.readyState === EventSource.CLOSED"))
