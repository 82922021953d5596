"""
Cloud Custodian as its Lambda function runs it: its own handler (`c7n.handler.dispatch_event`) with a policy deployed beside
it as `config.json`, in one process that stays warm. A line of JSON in is one event; a line out is how long it took and which
API calls it made. The first line out tells what starting cost.

    custodian.py <folder with config.json>
"""

import json
import os
import sys
import time

began = time.perf_counter()
# The two lines that c7n's deployed function consists of (c7n/mu.py, PolicyHandlerTemplate).
from c7n import handler  # noqa: E402
from c7n.resources import load_resources  # noqa: E402

import botocore.session  # noqa: E402

calls = []


def note(model, **_):
    calls.append(f"{model.service_model.service_id.hyphenize()}:{model.name}")


def watch_every_session():
    """Each session of botocore tells of the calls that its clients make, before they are sent; retries are not told."""
    make = botocore.session.Session.__init__

    def made(self, *arguments, **options):
        make(self, *arguments, **options)
        self.register("before-call", note)

    botocore.session.Session.__init__ = made


def say(**content):
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


def main():
    os.chdir(sys.argv[1])
    watch_every_session()
    with open("config.json") as file:
        kinds = {policy["resource"] for policy in json.load(file)["policies"]}
    load_resources(sorted(f"aws.{kind}" for kind in kinds))
    say(startMs=(time.perf_counter() - began) * 1000)
    for line in sys.stdin:
        calls.clear()
        start = time.perf_counter()
        handler.dispatch_event(json.loads(line), None)
        say(ms=(time.perf_counter() - start) * 1000, calls=list(calls))


main()
