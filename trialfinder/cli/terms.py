"""``trialfinder terms``: how a word is understood."""

from pathlib import Path

import click

from trialfinder.cli.console import use_color, width, write
from trialfinder.cli.options import cache_option, settings
from trialfinder.domain.errors import UsageProblem

__all__ = ["terms"]


@click.command(epilog='\b\nExamples:\n  trialfinder terms "cancer of the food pipe"\n  trialfinder terms --list')
@click.argument("words", nargs=-1)
@click.option("--list", "everything", is_flag=True, help="Every cancer known, as a tree.")
@cache_option
def terms(words: tuple[str, ...], everything: bool, cache: Path | None) -> None:
    """Show how a word for a cancer is understood: its names, its kinds, wider groups, and open trials for each."""
    from trialfinder.render.terms import render_terms, render_tree
    from trialfinder.services.terms import describe_words, tree_of_cancers

    folder = settings(cache).cache
    if everything:
        write(render_tree(tree_of_cancers(folder), width()))
    elif not words:
        raise UsageProblem("No words were given.", 'type for example: trialfinder terms "stomach cancer"')
    else:
        views = describe_words(" ".join(words), folder)
        write("\n".join(render_terms(view, width(), use_color()) for view in views))
