"""The commands of `taonguon`."""

import click

from taonguon.cli.main import start_django


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
        create_admin(username, password, today=today())
    except RefusedError as refused:
        raise click.ClickException(refused.sentence) from None
    click.echo(f"Đã tạo tài khoản quản trị {username}.")


def register(cli: click.Group) -> None:
    """Put every command under the group."""
    for command in (createadmin,):
        cli.add_command(command)
