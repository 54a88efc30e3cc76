import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_serves_prints_its_address_and_ends_at_sigterm(tmp_path):
    command = [
        sys.executable,
        "-m",
        "server",
        "--store",
        str(tmp_path / "s"),
        "--port",
        str(free_port()),
        "--make-token",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRADEKG_")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        try:
            assert child.stdout is not None
            address = re.search(r"Serving .* at (http://\S+)", child.stdout.readline())
            assert address
            with urllib.request.urlopen(address[1] + "ready", timeout=30) as answer:
                assert answer.status == 200
            assert "/sign-in?token=" in child.stdout.readline()
        finally:
            child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=30) == 0
