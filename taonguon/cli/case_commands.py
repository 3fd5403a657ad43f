"""`taonguon case export` and `taonguon recheck`: the ledger from the command line."""

from datetime import date
from typing import TYPE_CHECKING

import click

from taonguon.cli.days import Day
from taonguon.cli.main import start_django

if TYPE_CHECKING:
    from taonguon.admissions.models import Candidacy


@click.group()
def case() -> None:
    """Hồ sơ theo dõi của từng người."""


@case.command()
@click.argument("number", metavar="SỐ|MÃ")
@click.option("--step", help="Bước cần hỏi; bỏ trống: bước tiếp theo.")
@click.option("--on", "on", type=Day(), help="Ngày; bỏ trống: hôm nay.")
def export(number: str, step: str | None, on: date | None) -> None:
    """In một hồ sơ thành tệp trường hợp, để hỏi lại bằng lệnh check. Không có tên người."""
    start_django()
    from taonguon.admissions.facts import bundles, case_of
    from taonguon.rules.casefile import write
    from taonguon.rules.cases import STEPS
    from taonguon.web.clock import today

    if step is not None and step not in STEPS:
        raise click.ClickException(f"Không có bước “{step}”; các bước: {', '.join(STEPS)}.")
    found = _found(number)
    day = on or today()
    click.echo(write(case_of(bundles([found], day)[0], step or found.next_step or "list", day)), nl=False)


def _found(number: str) -> "Candidacy":
    from taonguon.admissions.models import Candidacy

    rows = Candidacy.objects.select_related("person", "cell").order_by("closed", "-pk")
    found = rows.filter(code=number).first() or (rows.filter(pk=int(number)).first() if number.isdigit() else None)
    if found is None:
        raise click.ClickException(f"Không có hồ sơ nào mang số hoặc mã “{number}”.")
    return found


@click.command()
@click.option("--all", "closed", is_flag=True, help="Cả hồ sơ đã kết thúc; dùng sau khi quy định của đơn vị thay đổi.")
def recheck(closed: bool) -> None:
    """Xét lại mọi hồ sơ đang theo dõi: giai đoạn, việc tiếp theo, thời hạn, việc chưa đúng quy định (chạy hằng đêm)."""
    start_django()
    from taonguon.admissions.settling import recheck_all
    from taonguon.cli.progress import bar
    from taonguon.reminders.sending import note_reached
    from taonguon.web.clock import today

    with bar(quiet=False) as progress:
        done = recheck_all(today(), lambda so_far, total: progress.step("recheck", so_far, total), closed=closed)
    click.echo(f"Đã xét lại {done} hồ sơ.")
    if reached := note_reached(None, actor=None, today=today()):
        click.echo(f"Đã ghi {reached} việc được đôn đốc nay đã xong.")
