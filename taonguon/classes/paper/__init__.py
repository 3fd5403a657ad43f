"""Certificates as files: PDF by typst, .docx by the centre's own template; made in a child process with limits.

Knows no Django: it takes `Paper`s, plain words, and gives bytes, or raises `PaperError`.
"""

from taonguon.classes.paper.parent import check_template, make_docx, make_pdf
from taonguon.classes.paper.values import EXAMPLE, Layout, Paper, PaperError, Problem

__all__ = ["EXAMPLE", "Layout", "Paper", "PaperError", "Problem", "check_template", "make_docx", "make_pdf"]
