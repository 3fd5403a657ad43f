"""`taonguon keys` and `taonguon certificate`: the keys that sign certificates, and checking a token with a file of keys."""

from pathlib import Path

import click


@click.group()
def keys() -> None:
    """Khóa ký giấy chứng nhận của nơi này."""


@keys.command("list")
def list_keys() -> None:
    """Liệt kê các khóa: đang ký, còn giá trị để kiểm tra, đã hủy bỏ."""
    _settings()
    from taonguon.classes.keys import public_keys, signing_key, withdrawn_keys
    from taonguon.classes.tokens import key_id

    current = key_id(signing_key().public_key())
    for name in public_keys():
        click.echo(f"{name}  {'đang ký' if name == current else 'còn giá trị để kiểm tra'}")
    for name in withdrawn_keys():
        click.echo(f"{name}  đã hủy bỏ")


@keys.command()
def export() -> None:
    """In các khóa công khai còn giá trị (PEM), để nơi khác kiểm tra giấy bằng --keys."""
    _settings()
    from taonguon.classes.keys import public_keys
    from taonguon.classes.tokens import public_text

    for key in public_keys().values():
        click.echo(public_text(key), nl=False)


@keys.command()
def rotate() -> None:
    """Tạo khóa ký mới; giấy ký bằng khóa cũ vẫn kiểm tra được."""
    _settings()
    from taonguon.classes.keys import rotate as make_new

    click.echo(f"Từ nay ký bằng khóa {make_new()}. Hãy sao lưu thư mục keys và phát lại tệp kiểm tra ngoại tuyến.")


@keys.command()
@click.argument("name", metavar="KHÓA")
def withdraw(name: str) -> None:
    """Hủy bỏ một khóa bị lộ: mọi giấy ký bằng khóa ấy không còn kiểm tra được."""
    _settings()
    from taonguon.classes.keys import UnknownKeyError
    from taonguon.classes.keys import withdraw as end

    try:
        end(name)
    except UnknownKeyError:
        raise click.ClickException(
            f"Không có khóa “{name}” còn giá trị; lệnh “taonguon keys list” in các khóa."
        ) from None
    click.echo(f"Đã hủy bỏ khóa {name}. Hãy in lại giấy đã ký bằng khóa này và phát lại tệp kiểm tra ngoại tuyến.")


@click.group()
def certificate() -> None:
    """Giấy chứng nhận học lớp."""


@certificate.command()
@click.argument("token", metavar="MÃ")
@click.option(
    "--keys", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TỆP",
    help="Các khóa công khai, do lệnh “taonguon keys export” in ra.",
)  # fmt: skip
def verify(token: str, file: Path) -> None:
    """Kiểm tra mã trên giấy bằng các khóa công khai, không cần mạng và cơ sở dữ liệu. Mã thoát 1: không nhận."""
    from taonguon.classes.tokens import KeyFileError, TokenError, read, read_public
    from taonguon.wording.tokens import refusal, words

    try:
        claim = read(token, read_public(file.read_text("utf-8")))
    except (KeyFileError, UnicodeDecodeError):
        raise click.ClickException(refusal("keys", "", "vi")) from None
    except TokenError as error:
        raise click.ClickException(refusal(error.refusal, error.detail, "vi")) from None
    label = words("labels", "vi")
    click.echo(label["sound"])
    click.echo(f"{label['number']}: {claim.number}")
    click.echo(f"{label['issued']}: {claim.issued:%d/%m/%Y}")
    click.echo(f"{label['until']}: {f'{claim.until:%d/%m/%Y}' if claim.until else label['until-unknown']}")
    click.echo(f"{label['initials']}: {claim.initials}")
    click.echo(f"{label['born']}: {claim.birth_year or label['unknown']}")
    click.echo(label["replaced"])


def _settings() -> None:
    """Load the settings alone: keys are files, the database is not needed."""
    import django

    django.setup()
