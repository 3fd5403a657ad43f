"""Certificates as files: what is printed, what is said of templates that cannot be used, and what they cannot do."""

import io
import re
import subprocess
import sys
import zipfile
import zlib
from dataclasses import asdict, fields, replace
from pathlib import Path

import docx
import pytest
import segno

from taonguon.classes.paper import (
    EXAMPLE,
    Layout,
    Paper,
    PaperError,
    Problem,
    check_template,
    make_docx,
    make_pdf,
    parent,
)
from taonguon.classes.paper.codes import qr_png
from taonguon.classes.paper.values import QR
from taonguon.foreign.typesetting import FONTS

PACKAGE = Path(__file__).parents[2] / "taonguon" / "classes"
DEFAULT = (PACKAGE / "paper" / "certificate.docx").read_bytes()
NUMBER, NAME = "{{ so }}", "{{ ho_ten }}"


def template(*paragraphs, header=""):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def changed(data, part, old, new):
    """Give the file with something replaced in one of its parts; a part that is not there is added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
        if part not in source.namelist():
            target.writestr(part, new)
    return out.getvalue()


def refused(data):
    with pytest.raises(PaperError) as error:
        check_template(data)
    return error.value.problem, error.value.detail


def texts(data):
    return [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]


# PDF.


def pages(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_each_certificate_has_its_page_or_half_a_sheet():
    papers = [EXAMPLE] * 5

    assert pages(make_pdf(papers, Layout.A5)) == 5
    assert pages(make_pdf(papers, Layout.A4)) == 3


def test_markup_in_a_name_is_only_text_and_long_words_stay_on_one_page():
    odd = replace(
        EXAMPLE, ho_ten='#import "@preview/x:1" $a$ *b* <c> \\ " #read("/etc/passwd")', ten_lop="Lớp rất dài " * 40,
        co_quan="TRUNG TÂM " * 20, loai_lop="Lớp bồi dưỡng " * 12, don_vi="Chi bộ " * 20,
    )  # fmt: skip

    assert pages(make_pdf([odd], Layout.A5)) == 1


def test_only_the_committed_fonts_are_used():
    pdf = make_pdf([EXAMPLE], Layout.A5)
    fonts = set(re.findall(rb"/BaseFont\s*/[A-Z]+\+([A-Za-z-]+)", pdf))

    assert fonts <= {b"LiberationSerif", b"LiberationSerif-Bold", b"LiberationSerif-Italic"}
    assert fonts
    listed = (FONTS / "CHECKSUMS").read_text("utf-8")
    assert all(file.name in listed for file in FONTS.glob("*.ttf"))


def test_the_picture_of_the_code_is_the_code():
    png = qr_png(EXAMPLE.ma)
    size = int.from_bytes(png[16:20])
    start = png.index(b"IDAT")
    raw = zlib.decompress(png[start + 4 : start + 4 + int.from_bytes(png[start - 4 : start])])
    width = 1 + (size + 7) // 8
    rows = [f"{int.from_bytes(raw[n * width + 1 : (n + 1) * width]):0{(width - 1) * 8}b}" for n in range(size)]
    modules = [[rows[y * 4][x * 4] == "0" for x in range(4, size // 4 - 4)] for y in range(4, size // 4 - 4)]

    matrix = segno.make(EXAMPLE.ma, error="m", boost_error=False, micro=False, mask=3).matrix
    assert modules == [[bool(dark) for dark in line] for line in matrix]
    assert all(set(row[:16]) == {"1"} for row in rows)  # the quiet zone


# .docx.


def test_the_template_shipped_is_what_its_maker_makes_and_uses_known_fields():
    code = (
        "import sys, io; sys.path.insert(0, 'tools'); import certificate_template as t, zipfile\n"
        "out = io.BytesIO(); t.made().save(out); sys.stdout.buffer.write(zipfile.ZipFile(out).read('word/document.xml'))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parents[1], stdout=subprocess.PIPE, check=True
    ).stdout

    assert zipfile.ZipFile(io.BytesIO(DEFAULT)).read("word/document.xml") == made
    assert set(check_template(DEFAULT)) <= {QR, *(f.name for f in fields(Paper))}


def test_many_certificates_come_as_one_file_a_sheet_each():
    papers = [replace(EXAMPLE, so=f"{n:02}/2018/GCN", ho_ten=f"Lý Văn Số {n} <&>") for n in range(1, 4)]
    data = make_docx(papers, template("Số {{ so }}", "{{ ho_ten }}", "{{ qr }}"))
    document = docx.Document(io.BytesIO(data))

    assert [p.text for p in document.paragraphs if p.text] == [
        line for paper in papers for line in (f"Số {paper.so}", paper.ho_ten)
    ]
    assert [bool(p.paragraph_format.page_break_before) for p in document.paragraphs if p.text.startswith("Số")] == [
        False, True, True
    ]  # fmt: skip
    pictures = [r.target_part.blob for r in document.part.rels.values() if "image" in r.reltype]
    assert sorted(pictures) == sorted([qr_png(p.ma) for p in papers])


def test_templates_that_begin_and_end_with_a_table_do_not_run_together():
    data = make_docx([EXAMPLE] * 3, DEFAULT)
    body = docx.Document(io.BytesIO(data)).element.body
    kinds = "".join({"tbl": "T", "p": "p", "sectPr": "s"}[block.tag.rsplit("}", 1)[-1]] for block in body)

    assert "TT" not in kinds
    assert kinds.endswith("Tps")
    assert len(body.findall(".//{*}pageBreakBefore")) == 2


def test_a_template_with_a_front_and_a_back_keeps_its_sections_for_each():
    document = docx.Document()
    document.add_paragraph("{{ so }}")
    document.add_section()
    document.add_paragraph("{{ ho_ten }}")
    out = io.BytesIO()
    document.save(out)

    made = docx.Document(io.BytesIO(make_docx([EXAMPLE] * 3, out.getvalue())))
    assert len(made.sections) == 6
    assert [p.text for p in made.paragraphs if p.text] == [EXAMPLE.so, EXAMPLE.ho_ten] * 3


def test_the_template_shipped_is_filled():
    data = make_docx([EXAMPLE], DEFAULT)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()

    assert "{{" not in xml
    assert all(word in xml for word in (EXAMPLE.so, EXAMPLE.ho_ten.upper(), EXAMPLE.nguoi_ky, EXAMPLE.gia_tri))


def test_a_template_names_what_it_uses():
    assert check_template(template(NUMBER, NAME, "{% if don_vi %}{{ don_vi|upper }}{% endif %}")) == [
        "don_vi",
        "ho_ten",
        "so",
    ]


@pytest.mark.parametrize(
    ("paragraph", "problem", "detail"),
    [
        ("{{ ho_ten", Problem.SYNTAX, "{{ ho_ten"),
        ("{% if so %}x", Problem.SYNTAX, ""),
        ("Ông {{ ten }}", Problem.UNKNOWN, "ten"),
        ("{{ so|map }}", Problem.FORBIDDEN, "No filter named 'map'"),
        ("{{ so.__class__.__mro__ }}", Problem.FORBIDDEN, "__class__"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", Problem.FORBIDDEN, "__class__"),
        ("{{ '{0.__class__}'.format(so) }}", Problem.FORBIDDEN, "__class__"),
        ("{{ cycler.__init__.__globals__ }}", Problem.UNKNOWN, "cycler"),
        ("{{ range(10) }}", Problem.UNKNOWN, "range"),
        ("{% include 'x' %}", Problem.FORBIDDEN, "no loader"),
        ("{{ so + 1 }}", Problem.FORBIDDEN, ""),
        ("{{ 1 / 0 }}", Problem.FORBIDDEN, "division"),
    ],
)
def test_what_a_template_may_not_do_is_told(paragraph, problem, detail):
    found = refused(template(NUMBER, NAME, paragraph))

    assert found[0] == problem
    assert detail in found[1]


@pytest.mark.parametrize(
    "paragraph",
    [
        "{{ 'x' * 10**10 }}",
        "{% for a in 'x' * 10**5 %}{% for b in 'x' * 10**5 %}{% endfor %}{% endfor %}",
        "{{ 9**(9**9) }}",
    ],
)
def test_a_template_that_wants_all_memory_or_time_is_ended(paragraph, monkeypatch):
    monkeypatch.setattr(parent, "_CHECK_SECONDS", 2)
    assert refused(template(NUMBER, NAME, paragraph))[0] in {Problem.MEMORY, Problem.TIMEOUT, Problem.DIED}


def test_no_certificate_goes_without_number_and_name():
    assert refused(template(NAME)) == (Problem.LACKING, "so")
    assert refused(template(NUMBER)) == (Problem.LACKING, "ho_ten")


def test_fields_in_a_header_are_refused_since_it_is_one_for_all():
    assert refused(template(NUMBER, NAME, header="{{ ho_ten }}"))[0] == Problem.OUTSIDE


def test_files_that_are_no_templates_are_told_apart():
    sound = template(NUMBER, NAME)
    link = (
        b'<Relationship Id="rIdX" TargetMode="External" Target="http://a.example/x.dotm" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    field = b'<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://a.example/x"/></w:p><w:sectPr'
    rels = "word/_rels/document.xml.rels"

    assert refused(b"") == refused(b"%PDF-1.7") == (Problem.NOT_DOCX, "")
    assert refused(b"\xd0\xcf\x11\xe0" + b"0" * 600) == (Problem.ENCRYPTED, "")
    assert refused(b"PK\x03\x04" + b"0" * parent.TEMPLATE_MAX) == (Problem.TOO_BIG, "")
    assert refused(sound[:-300])[0] == Problem.BROKEN
    assert refused(changed(sound, "word/vbaProject.bin", b"", b"x")) == (Problem.MACROS, "")
    assert refused(changed(sound, "[Content_Types].xml", b"main+xml", b"macroEnabled.main+xml")) == (Problem.MACROS, "")
    assert refused(changed(sound, "word/embeddings/a.xlsx", b"", b"x")) == (Problem.EMBEDDED, "a.xlsx")
    assert refused(changed(sound, rels, b"</Relationships>", link)) == (Problem.LINKS, "http://a.example/x.dotm")
    assert refused(changed(sound, "word/document.xml", b"<w:sectPr", field)) == (Problem.LINKS, "INCLUDEPICTURE")
    assert refused(changed(sound, "word/x.xml", b"", b"0" * 50_000_000)) == (Problem.BOMB, "")
    assert refused(changed(sound, "word/document.xml", b"<w:document", b"<!DOCTYPE a><w:document"))[0] == Problem.BROKEN
    assert refused(changed(sound, "word/document.xml", b"</w:body>", b""))[0] == Problem.BROKEN


def test_words_of_a_certificate_cannot_become_fields_or_markup():
    odd = replace(EXAMPLE, ho_ten="{{ ma }} <w:p/> {% for %}")

    assert texts(make_docx([odd], template(NUMBER, NAME))) == [EXAMPLE.so, odd.ho_ten]


def test_all_words_are_plain_strings():
    assert all(type(value) is str for value in asdict(EXAMPLE).values())
