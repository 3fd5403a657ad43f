"""`serve` and `demo`: the product on an address, empty or with the invented district."""

import os
import socket
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from taonguon.cli.main import start_django

if TYPE_CHECKING:
    from taonguon.orgs.models import Organisation

DEMO_FOLDER = Path(__file__).resolve().parent.parent / "demo" / "binh-lieu-2018"
DEMO_FILES = (
    "01-to-chuc-dang.xlsx",
    "02-chuc-danh-thon-khu.xlsx",
    "03-danh-sach-dang-vien.xls",
    "08-ket-nap-quy-1-2018.xlsx",
    "09-chuyen-chinh-thuc-quy-1-2018.xlsx",
    "04-nguon-cam-tinh-dang.xlsx",
    "05-lop-nhan-thuc-khoa-1.xlsx",
    "06-lop-nhan-thuc-khoa-2.xlsx",
    "07-lop-doi-tuong-nhap-ngu.xlsx",
    "11-hoi-phu-nu.csv",
)
DEMO_LEDGER = "ledger.toml"
TARGETS_FILE = "10-giao-chi-tieu-2018.xlsx"
"""Carries the goals of the Scheme too, so it is loaded once the Scheme is recorded."""
DEMO_DAY = "2018-04-19"
DEMO_ROOT = "22.999"
"""Code of the invented district: what the codes of its units have in common."""
DEMO_PASSWORD = "dung-thu-2018"  # noqa: S105 printed on the screen, opens invented data on this machine only
DEMO_ACCOUNTS = (
    ("bantochuc", "board", "", "Ban Tổ chức (dùng thử)"),
    ("xadongtam", "commune", "Đảng bộ xã Đồng Tâm", "Đảng ủy xã Đồng Tâm (dùng thử)"),
    ("xaluchon", "commune", "Đảng bộ xã Lục Hồn", "Đảng ủy xã Lục Hồn (dùng thử)"),
    ("chibopacpo", "cell", "Chi bộ thôn Pắc Pò", "Bí thư chi bộ Pắc Pò (dùng thử)"),
    ("trungtam", "centre", "", "Trung tâm chính trị (dùng thử)"),
    ("hoiphunu", "mass", "", "Hội Phụ nữ (dùng thử)"),
    ("lanhdao", "leader", "", "Lãnh đạo (dùng thử)"),
    ("quantri", "admin", "", "Quản trị (dùng thử)"),
)
SCHEME = "Đề án 2016-2020 về chức danh thôn, bản, khu phố"

_host = click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ nghe.")
_port = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng.")
_threads = click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Số luồng xử lý.")


@click.command()
@_host
@_port
@_threads
def serve(host: str, port: int, threads: int) -> None:
    """Chạy phần mềm trên một địa chỉ."""
    start_django()
    _serve(host, port, threads)


@click.command()
@_host
@_port
@_threads
@click.option("--no-serve", is_flag=True, help="Chỉ chuẩn bị dữ liệu, không chạy.")
def demo(host: str, port: int, threads: int, no_serve: bool) -> None:
    """Nạp huyện dùng thử (người hư cấu, ngày 19/04/2018) và chạy."""
    os.environ.setdefault("TAONGUON_DATA", str(Path("var") / "demo"))
    os.environ.setdefault("TAONGUON_TODAY", DEMO_DAY)
    os.environ["TAONGUON_DEMO"] = "1"
    start_django()
    prepare_demo()
    if no_serve:
        return
    click.echo(f"\nMở http://{host}:{port} — tài khoản dùng thử, mật khẩu chung: {DEMO_PASSWORD}")
    for name, _role, _unit, title in DEMO_ACCOUNTS:
        click.echo(f"  {name:<12} {title}")
    click.echo("Nhấn Ctrl+C để dừng.\n")
    _serve(host, port, threads)


def prepare_demo() -> None:
    """Load the invented district; what is already there stays, so that a cut preparation is taken up again."""
    from taonguon.accounts.models import User
    from taonguon.cli.demo_ledger import record_ledger
    from taonguon.cli.demo_reminders import write_reminders
    from taonguon.orgs.models import Organisation
    from taonguon.plans.scheme_actions import Wording, set_scheme
    from taonguon.web.clock import today

    if User.objects.filter(username=DEMO_ACCOUNTS[-1][0]).exists():
        return
    if Organisation.objects.exists() and not Organisation.objects.filter(code=DEMO_ROOT).exists():
        raise click.ClickException(
            "Cơ sở dữ liệu này đã có dữ liệu không phải của bản dùng thử; "
            "hãy đặt TAONGUON_DATA hoặc TAONGUON_DATABASE_URL trỏ tới nơi khác."
        )
    click.echo("Đang nạp huyện dùng thử …")
    _load(DEMO_FILES)
    district = Organisation.objects.get(code=DEMO_ROOT)
    set_scheme(district, SCHEME, Wording(date(2016, 1, 1), date(2020, 12, 31)), actor=None, today=today())
    _load((TARGETS_FILE,))
    _accounts(district, DEMO_ACCOUNTS[:-1])
    board = User.objects.get(username=DEMO_ACCOUNTS[0][0])
    record_ledger(DEMO_FOLDER / DEMO_LEDGER, today(), board)
    write_reminders(DEMO_FOLDER / DEMO_LEDGER, district, board)
    _accounts(district, DEMO_ACCOUNTS[-1:])  # made last: the sign that the demonstration is whole


def _load(names: tuple[str, ...]) -> None:
    from taonguon.cli.commands import load_paths

    for report in load_paths(tuple(DEMO_FOLDER / name for name in names), dry_run=False, quiet=False):
        if report.state != "done":
            raise click.ClickException(report.reason)


def _accounts(district: "Organisation", wanted: tuple[tuple[str, str, str, str], ...]) -> None:
    from taonguon.accounts.actions import add_account, give_grant
    from taonguon.accounts.enums import Role
    from taonguon.accounts.models import User
    from taonguon.orgs.models import OrganisationSpan

    for name, role, unit, title in wanted:
        if User.objects.filter(username=name).exists():
            continue
        at = OrganisationSpan.objects.get(name=unit).organisation_id if unit else district.pk
        user = add_account(name, DEMO_PASSWORD, actor=None, full_name=title)
        give_grant(user, Role(role), None if role == "admin" else at, actor=None, since=date(2018, 1, 1))


def _serve(host: str, port: int, threads: int) -> None:
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise click.ClickException(
                f"Cổng {port} ở {host} đang có chương trình khác dùng; hãy chọn cổng khác bằng --port."
            ) from None
    call_command("collectstatic", interactive=False, verbosity=0)
    Granian(
        "taonguon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()
