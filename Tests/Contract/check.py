"""Holds docs/openapi.yaml against the running service: schemathesis makes up requests from it, right and wrong ones, and
looks whether each answer is one that the file promises."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "Tests/Browser"))
from articles import ArticleServer  # noqa: E402
from service import Service  # noqa: E402

PHASES = "examples,coverage,fuzzing,stateful"


def check(service, examples, *selection):
    """One run with every check that schemathesis has, but the one that schemathesis.toml takes away, and its reason."""
    command = [
        Path(sys.executable).with_name("st"), "--config-file", Path(__file__).with_name("schemathesis.toml"), "run",
        ROOT / "docs/openapi.yaml", "--url", service.url, "--max-examples", examples, "--phases", PHASES, "--no-color",
        "--exclude-deprecated", *selection,
    ]
    result = subprocess.run(command, cwd=service.home, capture_output=True, text=True, timeout=900)
    if result.returncode != 0:
        print(result.stdout, result.stderr)
        sys.exit("The service does not answer as docs/openapi.yaml says (above).")
    print(result.stdout.strip().splitlines()[-1].strip("= "))


def main(examples):
    with ArticleServer() as articles, Service([articles.host]) as service:
        # So that there is something to show and to delete.
        for name in ("one", "two", "three"):
            service.make(articles.url(name))
        # What is made up is not fetched: the jobs wait.
        service.stop("ReelRunner")
        # A stream ends with its job, and these jobs wait.
        check(service, examples, "--exclude-path-regex", "/events$")
        for status in ("pending", "processing"):
            while jobs := service.ask(f"/api/jobs?status={status}&limit=200")[1]["jobs"]:
                for job in jobs:
                    service.cancel(job["id"])
        # Now each stream ends, as long as no job is revived.
        check(service, examples, "--include-path-regex", r"^/api/jobs(/\{job_id\}(/events|/attempts)?)?$")
        status, health = service.ask("/health")
        assert status == 200, health


main(sys.argv[1] if len(sys.argv) > 1 else "30")
