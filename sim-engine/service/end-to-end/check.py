"""Starts services, runs the clients against them in processes of their own, and says what failed.

check.py COMMAND...: COMMAND starts the command line of Jaynes.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
COMMAND = sys.argv[1:]
COMPLETED = 'jaynes_jobs_ended_total{machine="ORCA-PT-1-%s",state="completed"}'


class Service:
    """`jaynes serve` on a journal."""

    def __init__(self, journal, *options, port=0):
        self.process = subprocess.Popen(
            [*COMMAND, "serve", "--json", "--port", str(port), "--journal", str(journal), *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line, "the service did not start"
        self.url = json.loads(line)["url"]
        self.port = int(re.search(r":(\d+)/", self.url).group(1))

    def metric(self, name):
        page = urllib.request.urlopen(self.url + "metrics").read().decode()
        return float(re.search(re.escape(name) + r" (\S+)", page).group(1))

    def end(self, how):
        """The launcher replaces itself by the JVM, so the process that was started is the service."""
        self.process.send_signal(how)
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def start_client(module, check, *arguments, token=None):
    environment = dict(os.environ, HOME=os.environ["CLIENTS_HOME"])
    environment.pop("ORCA_AUTH_TOKEN", None)
    if token:
        environment["ORCA_AUTH_TOKEN"] = token
    return subprocess.Popen(
        [sys.executable, "-c", f"import {module}, sys; {module}.{check}(*sys.argv[1:])", *arguments],
        cwd=HERE,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def finish(process):
    output, _ = process.communicate()
    assert process.returncode == 0, f"the client ended with {process.returncode}"
    return output


def client(*arguments, **options):
    return finish(start_client(*arguments, **options))


# --- The checks: each gets a folder of its own -------------------------------------------------------------------------


def samples_have_the_distribution_of_the_device(folder):
    with Service(folder) as service:
        client("cudaq_client", "distribution", service.url + "some/prefix")


def futures_are_collected_in_any_order_and_again(folder):
    with Service(folder) as service:
        client("cudaq_client", "futures", service.url)


def two_urls_are_two_devices(folder):
    with Service(folder) as service:
        urls = f"{service.url}ORCA-PT-1-A,{service.url}ORCA-PT-1-B"
        client("cudaq_client", "two_devices", urls)
        assert (service.metric(COMPLETED % "A"), service.metric(COMPLETED % "B")) == (3, 2)


def errors_reach_the_user_with_the_field(folder):
    with Service(folder) as service:
        client("cudaq_client", "errors", service.url)


def a_token_is_asked_for(folder):
    tokens = folder / "tokens"
    tokens.write_text("s3cret\n")
    with Service(folder / "journal", "--token-file", str(tokens)) as service:
        client("cudaq_client", "refused_without_token", service.url)
        client("cudaq_client", "one_sample", service.url, token="s3cret")


def a_future_is_read_by_another_process_after_kill_and_restart(folder):
    with Service(folder) as service:
        submitting = start_client("cudaq_client", "submit_only", service.url)
        futures = "".join(submitting.stdout.readline() for _ in range(10))
        assert service.metric(COMPLETED % "A") < 10, "the service was not killed in the middle"
        service.end(signal.SIGKILL)
        finish(submitting)
    with Service(folder, port=service.port):
        client("cudaq_client", "read_futures", futures)


def closing_leaves_no_client_hanging(folder):
    with Service(folder, "--max-seconds", "100000") as service:
        waiting = start_client("cudaq_client", "waits_for_a_long_job", service.url)
        assert waiting.stdout.readline() == "submitted\n"
        service.end(signal.SIGTERM)
        finish(waiting)


def many_clients_at_once(folder):
    with Service(folder) as service:
        clients = [start_client("cudaq_client", "many_futures", service.url) for _ in range(4)]
        for process in clients:
            finish(process)
        assert service.metric(COMPLETED % "A") == 200


def the_client_of_the_pcss_gateway(folder):
    tokens = folder / "tokens"
    tokens.write_text("api-key\n")
    with Service(folder / "journal", "--token-file", str(tokens)) as service:
        client("pcss_client", "tasks", service.url + "api/client")


CHECKS = [
    samples_have_the_distribution_of_the_device,
    futures_are_collected_in_any_order_and_again,
    two_urls_are_two_devices,
    errors_reach_the_user_with_the_field,
    a_token_is_asked_for,
    a_future_is_read_by_another_process_after_kill_and_restart,
    closing_leaves_no_client_hanging,
    many_clients_at_once,
    the_client_of_the_pcss_gateway,
]


def main():
    failed = []
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(Path(folder))
                print("passed:", check.__name__)
            except Exception as failure:
                failed.append(check.__name__)
                print(f"FAILED: {check.__name__}: {failure!r}")
    print(f"end-to-end: {len(CHECKS) - len(failed)} of {len(CHECKS)} checks passed")
    sys.exit(1 if failed else 0)


main()
