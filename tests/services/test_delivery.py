"""A file or folder appears whole or not at all, whatever ends the program."""

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from trialfinder.domain.errors import Terminated
from trialfinder.services.delivery import deliver_file, deliver_folder


@pytest.mark.parametrize("deliver", [deliver_file, deliver_folder])
@pytest.mark.parametrize(("number", "raised"), [(signal.SIGTERM, Terminated), (signal.SIGINT, KeyboardInterrupt)])
def test_a_program_told_to_end_leaves_nothing_behind(
    deliver: Callable[..., AbstractContextManager[Path]], number: int, raised: type[BaseException], tmp_path: Path
) -> None:
    before = signal.default_int_handler
    found = signal.signal(number, before)  # a suite that was put in the background finds SIGINT switched off

    def half_way() -> None:
        with deliver(tmp_path / "list", force=False) as beside:
            assert beside.exists()
            os.kill(os.getpid(), number)

    try:
        with pytest.raises(raised):
            half_way()
        assert list(tmp_path.iterdir()) == []
        assert signal.getsignal(number) is before
    finally:
        signal.signal(number, found)


def test_what_was_there_stays_until_the_new_file_is_whole(tmp_path: Path) -> None:
    output = tmp_path / "list.csv"
    output.write_text("former", encoding="utf-8")

    def half_way() -> None:
        with deliver_file(output, force=True) as beside:
            beside.write_text("half", encoding="utf-8")
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(Terminated):
        half_way()
    assert output.read_text(encoding="utf-8") == "former"
    assert list(tmp_path.iterdir()) == [output]
