"""Where things live and what the environment says. Reads the environment once; touches no file and no network."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["PUBLIC_REGISTRY", "Settings", "checkout_root", "config_folder"]

PUBLIC_REGISTRY = "https://clinicaltrials.gov/api/v2"


class Settings(NamedTuple):
    """What the environment and the installation decide before any option is read."""

    cache: Path
    """Folder of the cache: ``TRIALFINDER_CACHE``, else ``cache/`` in a checkout, else the user's cache folder."""
    api_url: str = PUBLIC_REGISTRY
    """Base URL of the registry: ``TRIALFINDER_API_URL``, without a trailing slash."""
    user_agent: str | None = None
    """``TRIALFINDER_USER_AGENT``; None keeps requests' own, the one most networks let pass (a browser name is refused)."""
    pause: float = 1.0
    """Seconds between requests: ``TRIALFINDER_PAUSE``. robots.txt of the registry asks for 1."""
    patience: float = 240.0
    """Seconds to go on asking a registry that is there but in trouble: ``TRIALFINDER_PATIENCE``."""
    full_days: int = 14
    """Days after which a refresh fetches every record again: ``TRIALFINDER_FULL_DAYS``; 0: every time."""
    keep: int = 3
    """Snapshots kept, the current one included: ``TRIALFINDER_KEEP``."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Settings of this process. Raises ValueError naming the variable when a number is not one."""
        env = os.environ if environ is None else environ
        return cls(
            cache=Path(env["TRIALFINDER_CACHE"]).expanduser() if env.get("TRIALFINDER_CACHE") else default_cache(),
            api_url=(env.get("TRIALFINDER_API_URL") or PUBLIC_REGISTRY).rstrip("/"),
            user_agent=env.get("TRIALFINDER_USER_AGENT") or None,
            pause=_seconds(env, "TRIALFINDER_PAUSE", 1.0),
            patience=_seconds(env, "TRIALFINDER_PATIENCE", 240.0),
            full_days=_whole(env, "TRIALFINDER_FULL_DAYS", 14, 0, 3650),
            keep=_whole(env, "TRIALFINDER_KEEP", 3, 1, 100),
        )


def checkout_root() -> Path | None:
    """The source checkout this package runs from, or None when it is installed from a wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "sql").is_dir() else None


def default_cache() -> Path:
    """``cache/`` of the checkout, or the user's cache folder when installed."""
    root = checkout_root()
    if root is not None:
        return root / "cache"
    from platformdirs import user_cache_path  # only an installed tool needs it

    return user_cache_path("trialfinder", appauthor=False)


def config_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where saved searches live: ``TRIALFINDER_CONFIG``, else the user's configuration folder. Apart from ``Settings``: few ask."""
    chosen = (os.environ if environ is None else environ).get("TRIALFINDER_CONFIG")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("trialfinder", appauthor=False)


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "")
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 3600:
        raise ValueError(f"{name} is {text!r}; it must be a number of seconds from 0 to 3600")
    return value


def _whole(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ValueError(f"{name} is {text!r}; it must be a whole number from {least} to {most}")
    return int(text)
