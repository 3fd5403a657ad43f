"""The commands of `taonguon`."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from taonguon.cli.days import Day
from taonguon.cli.main import start_django

if TYPE_CHECKING:
    from taonguon.intake.actions import Opened, Report

SHEETS = {".xlsx", ".xls", ".xlsm", ".csv", ".ods", ".xlsb"}


@click.command()
@click.argument("username")
@click.option("--password", help="Mật khẩu; bỏ trống thì được hỏi.")
def createadmin(username: str, password: str | None) -> None:
    """Tạo tài khoản quản trị đầu tiên."""
    start_django()
    from taonguon.accounts.actions import create_admin
    from taonguon.rules.refusal import RefusedError
    from taonguon.web.clock import today

    if password is None:
        password = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt=True)
    try:
        create_admin(username, str(password), today=today())
    except RefusedError as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"Đã tạo tài khoản quản trị {username}.")


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="TỆP|THƯ_MỤC…")
@click.option("--dry-run", is_flag=True, help="Chỉ xem thử: không ghi gì.")
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def load(paths: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Nạp tệp của cơ quan; thư mục thì nạp mọi bảng tính trong đó.

    Loại của mỗi tệp được nhận ra từ nội dung. Mã thoát 1 khi có tệp không nạp được.
    """
    start_django()
    reports = load_paths(paths, dry_run=dry_run, quiet=as_json)
    if as_json:
        click.echo(json.dumps({"files": [r.as_json() for r in reports]}, ensure_ascii=False, indent=1))
    else:
        for report in reports:
            _show(report)
    if any(r.state != "done" for r in reports):
        sys.exit(1)


def files_under(paths: tuple[Path, ...]) -> list[Path]:
    """Give the files named, and every spreadsheet of the folders named, by name."""
    out: list[Path] = []
    for path in paths:
        if path.is_dir():
            out.extend(
                sorted(p for p in path.iterdir() if p.is_file() and p.suffix.lower() in SHEETS and p.name[:2] != "~$")
            )
        else:
            out.append(path)
    return out


def load_paths(paths: tuple[Path, ...], *, dry_run: bool, quiet: bool) -> "list[Report]":
    """Open every file, then load them in the order their kinds need, with a progress bar."""
    from taonguon.cli.progress import bar
    from taonguon.intake.actions import Request, load_file, open_file
    from taonguon.intake.interpret.records import Kind
    from taonguon.web.clock import today

    files = files_under(paths)
    if not files:
        raise click.ClickException("Không thấy bảng tính nào (.xlsx, .xls, .csv) trong các thư mục đã cho.")
    order = [str(k) for k in Kind]
    with bar(quiet=quiet) as progress:
        request: Request = Request(actor=None, scope=None, today=today(), dry_run=dry_run, progress=progress.step)
        opened: list[Opened] = []
        for file in files:
            progress.file(file.name)
            opened.append(open_file(file, request))
        opened.sort(key=lambda o: order.index(o.parsed.kind) if o.parsed else len(order))
        reports = []
        for one in opened:
            progress.file(one.name)
            reports.append(load_file(one, request))
    return reports


def _show(report: "Report") -> None:
    from taonguon.intake.interpret.records import Kind
    from taonguon.intake.sentences import KINDS

    if report.state != "done":
        click.echo(f"✗ {report.file}\n  {report.reason}", err=True)
        return
    mark = "○" if report.dry_run else "✓"
    click.echo(f"{mark} {report.file}: {KINDS[Kind(report.kind)]}")
    click.echo(
        f"  đọc {report.read} = thêm {report.created} + cập nhật {report.updated} + không đổi {report.unchanged}"
        f" + không nạp {report.rejected}"
    )
    for note in report.notes:
        click.echo(f"  · {note}")
    if report.cells:
        click.echo(f"  · {len(report.cells)} ô cần xem lại; tệp trả về: {report.feedback}")
    if report.doubts:
        click.echo(f"  · {report.doubts} cặp nghi trùng chờ người quyết định")


@click.command()
@click.option("--on", "on", type=Day(), help="Ngày của số liệu; bỏ trống: hôm nay.")
@click.option("--unit", "code", help="Mã tổ chức đảng; bỏ trống: tất cả.")
@click.option("--from", "first", type=Day(), help="Ngày đầu kỳ; bỏ trống: quý vừa hết.")
@click.option("--to", "last", type=Day(), help="Ngày cuối kỳ.")
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def figures(on: date | None, code: str | None, first: date | None, last: date | None, as_json: bool) -> None:
    """In các số liệu của một ngày, mỗi nhóm kèm định nghĩa."""
    start_django()
    from taonguon.orgs.models import Organisation
    from taonguon.orgs.queries import map_on
    from taonguon.reports.figures import figures as figures_of
    from taonguon.rules.dates import Period
    from taonguon.web.clock import today

    if (first is None) != (last is None):
        raise click.UsageError("--from và --to đi cùng nhau.")
    if first and last and last < first:
        raise click.UsageError(f"Ngày cuối kỳ {last:%d/%m/%Y} đứng trước ngày đầu kỳ {first:%d/%m/%Y}.")
    unit = Organisation.objects.filter(code=code).first() if code is not None else None
    if code is not None and unit is None:
        raise click.ClickException(f"Không có tổ chức đảng nào mang mã “{code}”.")
    day = on or today()
    if unit and map_on(day).organisations.get(unit.pk) is None:
        raise click.ClickException(f"Ngày {day:%d/%m/%Y} không có tổ chức đảng mang mã “{code}”.")
    period = Period(first, last) if first and last else None
    found = figures_of(day, unit.pk if unit else None, period)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"Số liệu ngày {day:%d/%m/%Y}: {map_on(day).organisations.by_pk[unit.pk].name if unit else 'tất cả'}")
    for name, group in found.items():
        click.echo(f"\n{name}: {group.pop('definition')}")
        _print(group, 1)


def _print(value: Any, depth: int) -> None:
    pad = "  " * depth
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, (dict, list)) and inner:
                click.echo(f"{pad}{key}")
                _print(inner, depth + 1)
            else:
                click.echo(f"{pad}{key}: {inner if inner not in (None, [], {}) else '–'}")
    else:
        for inner in value:
            text = " · ".join(f"{v}" for v in inner.values()) if isinstance(inner, dict) else inner
            click.echo(f"{pad}- {text}")


@click.command()
def checktrail() -> None:
    """Kiểm tra nhật ký từ đầu đến cuối; mã thoát 1 khi chuỗi bị đứt."""
    start_django()
    from taonguon.audit.queries import breaks_in_the_chain

    found = list(breaks_in_the_chain())
    for line in found:
        click.echo(line, err=True)
    if found:
        sys.exit(1)
    click.echo("Nhật ký nguyên vẹn.")


@click.command(hidden=True)
@click.argument("language")
@click.argument("pks", nargs=-1, type=int)
def work(language: str, pks: tuple[int, ...]) -> None:
    """Nạp các tệp đã nhận trên trang (chương trình tự gọi)."""
    start_django()
    from taonguon.intake.jobs import work as run
    from taonguon.web.clock import today

    run(list(pks), language, today())


def register(cli: click.Group) -> None:
    """Put every command under the group."""
    from taonguon.cli.case_commands import case, recheck
    from taonguon.cli.certificate_commands import certificate, keys
    from taonguon.cli.digest_command import digest
    from taonguon.cli.rule_commands import check, rules
    from taonguon.cli.serving import demo, serve

    for command in (
        serve,
        demo,
        load,
        figures,
        check,
        rules,
        case,
        recheck,
        digest,
        certificate,
        keys,
        createadmin,
        checktrail,
        work,
    ):
        cli.add_command(command)
