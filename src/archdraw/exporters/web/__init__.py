"""The review document for the web and for text tools: HTML without scripts, and Markdown."""

from archdraw.exporters.web.markdown import write_markdown
from archdraw.exporters.web.page import write_html

__all__ = ["write_html", "write_markdown"]
