"""Starts one emulator on the loopback interface and ends together with the process that started it.

    python launch.py ministack|moto PORT

Standard input is a pipe whose other end only the parent holds. End of file there means that the parent is gone, however
it died; one byte means that the emulator is to stay without its parent.
"""

import importlib
import os
import shutil
import signal
import sys
import threading


def follow_parent() -> None:
    """Waits for the parent's end on a thread, then ends the whole process group: function workers are in it."""

    def watch() -> None:
        if os.read(0, 1) != b"":
            return
        shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="follow-parent").start()


def ministack(port: str) -> None:
    os.environ["GATEWAY_PORT"] = port
    from ministack import app

    for correction in (
        "fidelity",
        "functions",
        "identity_pool",
        "sign_in",
        "second_factor",
        "network_facts",
        "public_access_exclusions",
        "named_resources",
        "ec2_arns",
        "iam_facts",
        "messaging_facts",
        "queue_senders",
        "account_switches",
        "cloudtrail_events",
        "kept_settings",
        "secret_facts",
        "condition_facts",
        "cognito_updates",
        "sharing",
    ):
        importlib.import_module(correction).install()
    sys.argv = ["ministack"]
    app.main()


def moto(port: str) -> None:
    import moto_fidelity
    import moto_switches
    from moto.server import main

    moto_fidelity.install()
    moto_switches.install()
    main(["-H", "127.0.0.1", "-p", port])


if __name__ == "__main__":
    follow_parent()
    {"ministack": ministack, "moto": moto}[sys.argv[1]](sys.argv[2])
