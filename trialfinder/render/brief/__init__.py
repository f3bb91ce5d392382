"""The packet for a second opinion, as a page to print and as Markdown. Both lay out the same view."""
