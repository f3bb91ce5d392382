"""The packet as one HTML file: no script, nothing loaded from anywhere, every text escaped by the template engine."""

from functools import cache
from importlib.resources import files

import jinja2

from trialfinder.domain.packet import Packet
from trialfinder.render.brief.map import SIZE
from trialfinder.render.brief.view import packet_view

__all__ = ["render_page"]


def render_page(packet: Packet) -> str:
    """A whole HTML document."""
    view = packet_view(packet)
    return _template().render(view=view, say=view.say, size=SIZE)


@cache
def _template() -> jinja2.Template:
    folder = files("trialfinder.render.brief")
    sources = {name: (folder / name).read_text(encoding="utf-8") for name in ("page.html.jinja", "map.svg.jinja", "page.css")}
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(sources), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("page.html.jinja")
