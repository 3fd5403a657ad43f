"""`taonguon digest`: the night's mail of what waits."""

import sys

import click

from taonguon.cli.main import start_django

NOT_READY = "Chưa đặt máy chủ thư (TAONGUON_EMAIL_URL), nên không gửi thư nào."


@click.command()
@click.option("--dry-run", is_flag=True, help="Chỉ xem ai sẽ nhận gì: không gửi, không ghi.")
def digest(dry_run: bool) -> None:
    """Gửi thư nhắc việc cho những người đã chọn nhận (chạy hằng đêm).

    Thư chỉ có số lượng, không có tên ai; chạy lại trong ngày không gửi lần nữa. Mã thoát 1 khi có thư không gửi được.
    """
    start_django()
    from django.conf import settings

    from taonguon.admissions.digest import digests, send_digests
    from taonguon.web.clock import today

    if dry_run:
        for found in digests(today()):
            click.echo(f"{found.choice.user.username}: {', '.join(map(str, found.counts.values()))}")
        return
    if settings.MAIL is None:
        click.echo(NOT_READY)
        return
    done = failed = 0
    try:
        for sent in send_digests(today()):
            if sent.error:
                failed += 1
                click.echo(f"{sent.digest.choice.user.username}: {sent.error}", err=True)
            else:
                done += 1
    except OSError as error:
        raise click.ClickException(f"Không nối được máy chủ thư: {error}") from None
    click.echo(f"Đã gửi {done} thư" + (f", {failed} thư không gửi được." if failed else "."))
    if failed:
        sys.exit(1)
