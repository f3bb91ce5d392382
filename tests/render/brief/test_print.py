"""The page in a real browser: quiet, and printed whole, on as many sheets as promised. Skipped where there is no Chromium."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from trialfinder.domain.packet import Packet
from trialfinder.render.brief.page import render_page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
PAPERS = ("A4", "Letter")

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium")


@pytest.fixture
def browse(tmp_path: Path) -> Callable[..., str]:
    """Run Chromium on a page with nothing it knew before; what it logged."""

    def run(html: str, *options: str) -> str:
        page = tmp_path / "page.html"
        page.write_text(html, encoding="utf-8")
        command = [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
            *("--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}"),
            *(*options, page.as_uri()),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stderr

    return run


@pytest.fixture
def sheets(browse: Callable[..., str], tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The text of each printed sheet, blanks folded."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext")

    def printed(html: str, paper: str) -> list[str]:
        pdf = tmp_path / "page.pdf"
        sized = html.replace("@page {", f"@page {{ size: {paper};", 1)
        assert sized != html
        browse(sized, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True, timeout=60).stdout
        return [squeezed(sheet) for sheet in text.split("\f")[:-1]]

    return printed


def squeezed(text: str) -> str:
    """Latin letters, digits and marks only: a line may be broken anywhere (also after a hyphen), and fonts may lack the rest."""
    return re.sub(r"[^!-,./-~À-ʯ“”…]+", "", text)


def sentences(html: str, outline: Callable[[str], object]) -> list[str]:
    """Every piece of text of the page."""
    pieces: list[str] = outline(html).words  # type: ignore[attr-defined]
    return [piece for piece in pieces if piece.strip()]


@pytest.mark.parametrize("paper", PAPERS)
def test_two_sheets_and_one_for_each_trial(paper: str, packet: Packet, sheets: Callable[[str, str], list[str]]) -> None:
    printed = sheets(render_page(packet), paper)
    assert len(printed) == 2 + len(packet.trials)
    for number, page in enumerate(packet.trials):
        assert page.hit.nct_id in printed[2 + number]


@pytest.mark.parametrize("paper", PAPERS)
def test_no_record_needs_more_than_its_sheet(paper: str, worst: Packet, sheets: Callable[[str, str], list[str]]) -> None:
    printed = sheets(render_page(worst), paper)
    starts = [number for number, sheet in enumerate(printed) if "Whyitmayfit" in sheet]
    assert len(starts) == len(worst.trials)
    assert starts == list(range(starts[0], starts[0] + len(worst.trials)))
    assert len(printed) == starts[-1] + 1


@pytest.mark.parametrize("paper", PAPERS)
def test_no_text_is_cut_in_print(
    paper: str, packet: Packet, worst: Packet, sheets: Callable[[str, str], list[str]], outline: Callable[[str], object]
) -> None:
    for one in (packet, worst):
        html = render_page(one)
        printed = "".join(sheets(html, paper))
        assert not [text for text in sentences(html, outline) if not stands(text, printed)]


def stands(text: str, printed: str) -> bool:
    """Whether a text was printed: in one piece, or word by word where another cell's line stands between."""
    return squeezed(text) in printed or all(squeezed(word) in printed for word in text.split())


def test_the_browser_has_nothing_to_complain_about_and_asks_for_nothing(
    worst: Packet, browse: Callable[..., str], tmp_path: Path
) -> None:
    log = tmp_path / "net.json"
    said = browse(
        render_page(worst), "--enable-logging=stderr", "--v=0", f"--log-net-log={log}", f"--screenshot={tmp_path / 'a.png'}"
    )
    assert "CONSOLE" not in said
    asked = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8")))
    assert not {url for url in asked if "evil.example" in url or "clinicaltrials.gov" in url}
    assert (tmp_path / "a.png").stat().st_size > 10_000
