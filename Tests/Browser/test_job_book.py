"""What the page believes when news of a job comes twice, late or in the wrong order."""

import pytest

BOOK = """async (body) => {
    const { JobBook } = await import("/js/job-book.js");
    const book = new JobBook();
    const job = (status, progress, more = {}) => ({
        id: "a", status, progress, progress_message: `at ${progress}`, created_at: "2026-01-01T00:00:00", video_id: null,
        eta_seconds: null, ...more });
    const progress = (progress, seq, more = {}) => book.progress({ job_id: "a", progress, message: `at ${progress}`, seq, ...more });
    const known = () => { const { status, progress, progress_message } = book.get("a"); return [status, progress, progress_message]; };
    const later = () => new Promise((resolve) => setTimeout(resolve, 5));
    %s
}"""


@pytest.fixture
def book(window):
    page = window()
    page.goto("/favicon.svg")

    def run(body):
        return page.evaluate(BOOK % body)

    return run


def test_numbers_never_go_back(book):
    assert book("""
        book.tell(job("processing", 30), { seq: 4 });
        progress(40, 6);
        progress(35, 5);
        book.tell(job("processing", 25), { asked: 0 });
        return known();
    """) == ["processing", 40, "at 40"]


def test_an_end_is_an_end_for_answers_that_were_on_their_way(book):
    assert book("""
        book.tell(job("processing", 30), { seq: 4 });
        const asked = performance.now();
        await later();
        book.tell(job("failed", 30), { seq: 5 });
        book.tell(job("processing", 30), { asked });
        book.tell(job("processing", 30), { seq: 4 });
        progress(50, 9);
        return known();
    """) == ["failed", 30, "at 30"]


def test_a_job_that_is_tried_again_lives_again(book):
    assert book("""
        book.tell(job("failed", 80), { seq: 5 });
        await later();
        book.tell(job("pending", 10), { asked: performance.now() });
        progress(12, 7);
        return known();
    """) == ["processing", 12, "at 12"]


def test_the_time_left_is_counted_from_when_it_was_told(book):
    since = book("""
        book.tell(job("processing", 30, { eta_seconds: 20 }), { seq: 4 });
        await new Promise((resolve) => setTimeout(resolve, 100));
        const before = book.sinceEstimate("a");
        progress(31, 5);
        const without = book.sinceEstimate("a");
        progress(32, 6, { eta_seconds: 20 });
        return [before, without, book.sinceEstimate("a")];
    """)
    assert since[0] >= 0.09 and since[1] >= since[0] and since[2] < since[0]


def test_listeners_hear_each_change_with_what_was_before(book):
    assert book("""
        const heard = [];
        book.onChange((now, before) => heard.push([now?.status ?? null, before?.status ?? null]));
        book.tell(job("pending", 0));
        book.tell(job("completed", 100, { video_id: 7 }), { seq: 2 });
        book.videoDeleted(7);
        book.forget("a");
        return [heard, book.get("a") ?? null];
    """) == [[["pending", None], ["completed", "pending"], ["completed", "completed"], [None, "completed"]], None]
