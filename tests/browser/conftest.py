"""A real server with the invented district in a folder of its own, and Debian's Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from taonguon.cli.serving import DEMO_PASSWORD

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
START_SECONDS = 180


def pytest_collection_modifyitems(items):
    if CHROMIUM.exists():
        return
    missing = pytest.mark.skip(reason=f"{CHROMIUM} is not installed (apt-get install chromium)")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(missing)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Give the address of the running demonstration."""
    data, port = tmp_path_factory.mktemp("browser"), free_port()
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("TAONGUON_", "DJANGO_"))}
    command = [str(Path(sys.executable).parent / "taonguon"), "demo", "--port", str(port), "--threads", "2"]
    with (data / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**inherited, "TAONGUON_DATA": str(data)}, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/dang-nhap/", process, data / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address, process, log):
    for _ in range(START_SECONDS * 4):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 our own server
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"no answer from {address}: {log.read_text()[-2000:]}")


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def cookies(server, chromium):
    """Log in once through the page; hand on what the browser then carries."""
    context = chromium.new_context(locale="vi-VN")
    page = context.new_page()
    log_in(page, server, "bantochuc")
    found = context.cookies()
    context.close()
    return found


def log_in(page, server, name):
    page.goto(f"{server}/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{server}/")


@pytest.fixture
def open_page(server, chromium, cookies):
    """Give a way to open an address of the product at a width; what the console complains of fails the test."""
    contexts, complaints = [], []

    def opened(address, width=1440, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", base_url=server, **options
        )
        context.add_cookies(cookies)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
