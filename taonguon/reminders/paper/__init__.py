"""Dispatches as files: PDF by typst, .docx by python-docx, in the form Party documents have.

Knows no Django: it takes `Paper`s, plain words and days, and gives bytes.
"""

from taonguon.reminders.paper.typeset import pdf
from taonguon.reminders.paper.values import Paper, share
from taonguon.reminders.paper.words import BLANK, words_of
from taonguon.reminders.paper.writing import docx

__all__ = ["BLANK", "Paper", "docx", "pdf", "share", "words_of"]
