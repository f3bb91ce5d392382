"""What can go wrong between a registry and its client, one fault for one request."""

from dataclasses import dataclass, field

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind`` is ``status``, ``truncate``, ``drop``, ``html`` or ``stall``."""

    kind: str
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
