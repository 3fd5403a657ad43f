"""The `taonguon` command: arguments, files and exit codes around the product.

Exit codes: 0 done; 1 refused, with a sentence on standard error; 2 the command was written wrongly.
"""

import os
import sys

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taonguon.config.settings")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="taonguon")
def cli() -> None:
    """Tạo Nguồn: sổ theo dõi công tác tạo nguồn, phát triển đảng viên."""


def start_django() -> None:
    """Load Django and make the database ready; a wrong setting is one sentence, no stack trace."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        django.setup()
        from taonguon.config.ready import make_ready

        make_ready()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from None
    except DatabaseError as error:
        raise click.ClickException(f"Không mở được cơ sở dữ liệu: {str(error).strip().splitlines()[0]}") from None


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    from taonguon.cli import commands

    commands.register(cli)
    cli()
