"""The same small world for every test: no network, no cache but its own, one locale, one width, one time zone."""

import ipaddress
import itertools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Time limits of single examples measure the machine, not the program; in CI the examples are the same every time.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

CLOSED_REGISTRY = "http://127.0.0.1:9/api/v2"
"""Nobody listens there: a test that forgets its own registry fails at once instead of asking the real one."""

WORLD = {
    "COLUMNS": "100",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LINES": "40",
    "NO_COLOR": "1",
    "PYTHONIOENCODING": "utf-8",
    "TRIALFINDER_API_URL": CLOSED_REGISTRY,
    "TZ": "UTC",
}
UNWANTED = ("ALL_PROXY", "CLICOLOR_FORCE", "FORCE_COLOR", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "PAGER")

_numbers = itertools.count()


@pytest.fixture(scope="session", autouse=True)
def _one_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Environment that no test may depend on, set before the first fixture of any scope."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("TRIALFINDER_") or name.upper() in UNWANTED:
                patch.delenv(name)
        for name, value in WORLD.items():
            patch.setenv(name, value)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("user-cache")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("user-config")))
        time.tzset()
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", _guarded_look_up(socket.getaddrinfo))
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cache and configuration of its own for every test, named but not made: most tests never touch them."""
    number = str(next(_numbers))
    monkeypatch.setenv("TRIALFINDER_CACHE", str(tmp_path_factory.getbasetemp() / "caches" / number))
    monkeypatch.setenv("TRIALFINDER_CONFIG", str(tmp_path_factory.getbasetemp() / "configs" / number))


def _is_here(host: object) -> bool:
    """Whether an address is this machine. A name other than localhost would need the network to find out."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def _refuse(where: object) -> None:
    # pytest.fail raises a BaseException: no "registry unreachable" of the program can swallow it.
    pytest.fail(f"this test reached for the network: {where!r}")


def _guarded(connect: Any) -> Any:
    def only_here(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            _refuse(address)
        return connect(self, address)

    return only_here


def _guarded_look_up(look_up: Any) -> Any:
    def only_here(host: Any, *rest: Any, **options: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return look_up(host, *rest, **options)

    return only_here


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def sample_cache(_one_world: None, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that `trialfinder demo` builds of made-up trials. Read it, never write to it."""
    folder = tmp_path_factory.mktemp("sample")
    command = [sys.executable, "-m", "trialfinder", "demo", "--cache", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=checkout, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    return next(folder.rglob("current")).parent
