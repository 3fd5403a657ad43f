"""The .docx: the centre's own template, filled once for each certificate, all in one file to print.

Runs in the child process only. A template is foreign: its fields are read by Jinja's immutable sandbox with
plain strings, no globals and a handful of filters.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, fields
from typing import Any

from defusedxml import ElementTree
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateAssertionError, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import XMLSyntaxError
from markupsafe import Markup

from taonguon.classes.paper.codes import qr_png
from taonguon.classes.paper.values import EXAMPLE, NEEDED, QR, Paper, PaperError, Problem

_FILTERS = ("upper", "lower", "capitalize", "title", "trim", "default")
_NAMES = frozenset({QR, *(field.name for field in fields(Paper))})
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DATABASE|MACROBUTTON)\b")
_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "proofErr")
"""What may stand once in a document, and says nothing on paper."""
_SIDE = 1_080_000  # 30 mm
_PICTURE = (
    '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/><wp:docPr id="{number}" name="QR {number}" descr="QR"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="{number}.png"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r><w:r><w:t xml:space="preserve">'
)
_TINY = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
_FIRST_PICTURE = 100_000
"""Numbers of drawings go on far above those of the template."""


def check(template: bytes) -> list[str]:
    """Give the fields a template uses, in order of the alphabet; raise PaperError where it cannot be used."""
    _look_inside(template)
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    compiled, used = _compiled(document)
    for name in NEEDED:
        if name not in used:
            raise PaperError(Problem.LACKING, name)
    _parsed(compiled, EXAMPLE, Markup(""))
    return sorted(used)


def docx_of(papers: Sequence[Paper], template: bytes) -> bytes:
    """Fill the template for each certificate and put all of them into one document."""
    _look_inside(template)
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    compiled, used = _compiled(document)
    body = document.docx.element.body
    section = body.find(qn("w:sectPr"))
    several = body.find(f".//{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    made: list[Any] = []
    for number, paper in enumerate(papers):
        picture = _picture(document, number, paper.ma) if QR in used else Markup("")
        filled = _parsed(compiled, paper, picture)
        if number:
            _strip_what_stands_once(filled)
        made += _page(filled, anew=number > 0 and not several)
        if several and number + 1 < len(papers):
            made.append(_section_end(section))
    for child in list(body):
        body.remove(child)
    body.extend(made)
    if section is not None:
        body.append(section)
    out = io.BytesIO()
    document.docx.save(out)
    return out.getvalue()


# The look inside, with nothing followed.


def _look_inside(template: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        if b"macroEnabled" in archive.read("[Content_Types].xml"):
            raise PaperError(Problem.MACROS)
        for name in archive.namelist():
            if name.endswith(".rels"):
                _check_relations(archive.read(name))
            elif name.startswith("word/") and name.endswith(".xml"):
                _check_part(name, archive.read(name))


def _check_relations(data: bytes) -> None:
    for relation in ElementTree.fromstring(data):
        if relation.get("TargetMode", "").casefold() == "external":
            raise PaperError(Problem.LINKS, relation.get("Target", "")[:120])


def _check_part(name: str, data: bytes) -> None:
    root = ElementTree.fromstring(data)
    if next(root.iter(f"{_W}altChunk"), None) is not None:
        raise PaperError(Problem.EMBEDDED, name)
    orders = " ".join(
        "".join(found.text or "" for found in part.iter(f"{_W}instrText")) for part in root.iter(f"{_W}p")
    )
    orders += " ".join(found.get(f"{_W}instr", "") for found in root.iter(f"{_W}fldSimple"))
    if found := _FETCHING.search(orders.upper()):
        raise PaperError(Problem.LINKS, found[1])
    if name.startswith(("word/header", "word/footer", "word/footnotes", "word/endnotes")):
        text = "".join(found.text or "" for found in root.iter(f"{_W}t"))
        if "{{" in text or "{%" in text:
            raise PaperError(Problem.OUTSIDE, name.rsplit("/", 1)[-1])


# Filling.


def _compiled(document: DocxTemplate) -> tuple[Template, set[str]]:
    """Read the fields of the body; a line of the source is a paragraph, so that an error can name it."""
    env = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    env.globals.clear()
    env.filters = {name: env.filters[name] for name in _FILTERS}
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(document.get_xml()))
    try:
        used = meta.find_undeclared_variables(env.parse(source))
        compiled = env.from_string(source)
    except TemplateAssertionError as error:  # a filter or test there is not
        raise PaperError(Problem.FORBIDDEN, str(error)[:120]) from None
    except TemplateSyntaxError as error:
        raise PaperError(Problem.SYNTAX, _paragraph(source, error.lineno)) from None
    if unknown := used - _NAMES:
        raise PaperError(Problem.UNKNOWN, ", ".join(sorted(unknown))[:120])
    return compiled, used


def _paragraph(source: str, line: int) -> str:
    lines = source.splitlines()
    return re.sub(r"<[^>]*>", "", lines[min(line, len(lines)) - 1]).strip()[:120]


def _parsed(compiled: Template, paper: Paper, picture: Markup) -> Any:
    try:
        return parse_xml(compiled.render({**asdict(paper), QR: picture}))
    except TemplateError as error:
        raise PaperError(Problem.FORBIDDEN, str(error)[:120]) from None
    except (TypeError, ValueError, ArithmeticError) as error:  # what arithmetic in a template may come to
        if isinstance(error, XMLSyntaxError):
            raise PaperError(Problem.RESULT) from None
        raise PaperError(Problem.FORBIDDEN, str(error)[:120]) from None
    except XMLSyntaxError:
        raise PaperError(Problem.RESULT) from None


def _strip_what_stands_once(body: Any) -> None:
    for name in _ONCE:
        for found in list(body.iter(qn(f"w:{name}"))):
            found.getparent().remove(found)


def _page(body: Any, *, anew: bool) -> list[Any]:
    """Give the blocks of one filled body; `anew`: they begin on a new sheet.

    Beside a table stands a paragraph of one point: two tables that touch would become one.
    """
    blocks = [block for block in body if block.tag != qn("w:sectPr")]
    if anew:
        if blocks[0].tag != qn("w:p"):
            blocks.insert(0, parse_xml(_TINY))
        settings = blocks[0].get_or_add_pPr()
        if settings.find(qn("w:pageBreakBefore")) is None:
            settings.insert_element_before(
                OxmlElement("w:pageBreakBefore"), "w:framePr", "w:widowControl", "w:numPr", "w:pBdr", "w:shd", "w:tabs",
                "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr",
            )  # fmt: skip
    if blocks[-1].tag == qn("w:tbl"):
        blocks.append(parse_xml(_TINY))
    return blocks


def _section_end(section: Any) -> Any:
    """Close the last section of a template of several: the next certificate begins again with its first."""
    end = parse_xml(_TINY)
    if section is not None:
        end.get_or_add_pPr().append(deepcopy(section))
    return end


def _picture(document: DocxTemplate, number: int, token: str) -> Markup:
    """Put the code's picture into the file, and give the words that show it."""
    inside = document.docx.part
    part = Part(PackURI(f"/word/media/certificate-{number}.png"), "image/png", qr_png(token), inside.package)
    rel = inside.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    return Markup(_PICTURE.format(side=_SIDE, number=_FIRST_PICTURE + number, rel=rel))  # noqa: S704 our own words
