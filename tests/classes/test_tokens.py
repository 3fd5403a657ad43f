"""The signed token of a certificate, its keys, and checking it on the command line."""

import stat
from base64 import b32decode, b32encode
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import segno
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from taonguon.classes import keys
from taonguon.classes.tokens import (
    Claim,
    KeyFileError,
    Refusal,
    TokenError,
    initials_of,
    key_id,
    looks_like_one,
    new_key,
    private_text,
    public_text,
    read,
    read_private,
    read_public,
    sign,
)  # fmt: skip
from taonguon.cli.certificate_commands import certificate as certificate_command
from taonguon.cli.certificate_commands import keys as keys_command
from taonguon.wording.tokens import refusal, words

KEY = new_key()
KEYS = {key_id(KEY.public_key()): KEY.public_key()}
CLAIM = Claim("01/2018/GCN", date(2018, 3, 30), date(2023, 3, 30), "LVĐ", 1995)
TOKEN = sign(CLAIM, KEY)


def refused(text, keys=KEYS, withdrawn=()):
    with pytest.raises(TokenError) as error:
        read(text, keys, withdrawn)
    return error.value.refusal, error.value.detail


def altered(at, by):
    """Give the token with other bytes at a place, written as a token again."""
    letters = TOKEN.split(".")[1]
    data = bytearray(b32decode(letters + "=" * (-len(letters) % 8)))
    data[at : at + len(by)] = by
    return "GCN1." + b32encode(bytes(data)).decode().rstrip("=")


def test_a_token_says_what_was_signed_and_nothing_else():
    assert read(TOKEN, KEYS) == CLAIM
    assert set(Claim.__slots__) == {"number", "issued", "until", "initials", "birth_year"}


def test_what_is_not_known_is_not_made_up():
    claim = Claim("7/CN", date(2018, 3, 30), None, "H", None)

    assert read(sign(claim, KEY), KEYS) == claim


@given(
    st.builds(
        Claim,
        st.text(st.characters(codec="utf-8"), max_size=40),
        st.dates(date(1950, 1, 1), date(2129, 1, 1)),
        st.none() | st.dates(date(1950, 1, 1), date(2129, 1, 1)),
        st.just("LVH"),
        st.none() | st.integers(1, 2200),
    )
)
def test_any_certificate_comes_back_as_it_was_signed(claim):
    read_back = read(sign(claim, KEY), KEYS)

    assert (read_back.issued, read_back.until, read_back.birth_year) == (claim.issued, claim.until, claim.birth_year)


def test_the_same_certificate_bears_the_same_token_when_printed_again():
    assert sign(CLAIM, KEY) == TOKEN


def test_a_token_survives_lines_blanks_and_small_letters():
    assert read(f"  {TOKEN[:60].lower()}\n {TOKEN[60:]} ", KEYS) == CLAIM


@pytest.mark.parametrize("at", range(11, 30))
def test_every_byte_of_what_is_said_is_signed(at):
    letters = TOKEN.split(".")[1]
    data = b32decode(letters + "=" * (-len(letters) % 8))

    assert refused(altered(at, bytes([data[at] ^ 1])))[0] in {Refusal.TAMPERED, Refusal.CUT}


def test_tampered_foreign_cut_and_other_versions_are_told_apart():
    assert refused(altered(9, b"\x07\x00")) == (Refusal.TAMPERED, "")
    assert refused(altered(-5, b"\x00\x00")) == (Refusal.TAMPERED, "")
    assert refused(TOKEN, {"00000000": KEY.public_key()}) == (Refusal.FOREIGN, key_id(KEY.public_key()))
    assert refused(TOKEN, KEYS, list(KEYS)) == (Refusal.WITHDRAWN, key_id(KEY.public_key()))
    assert refused(altered(0, b"\x02")) == (Refusal.VERSION, "2")
    assert refused(TOKEN.replace("GCN1", "GCN9")) == (Refusal.VERSION, "9")
    assert refused("01/2018/GCN") == refused("") == refused("GCN1.ab!") == (Refusal.NOT_ONE, "")
    assert len({refusal(code, "x", "vi") for code in Refusal}) == len(Refusal)


@pytest.mark.parametrize("length", range(5, len(TOKEN), 7))
def test_a_cut_token_is_refused_at_any_length(length):
    assert refused(TOKEN[:length])[0] in {Refusal.CUT, Refusal.TAMPERED}


def test_letters_too_many_are_refused():
    assert refused(TOKEN + "AAAAAAAA")[0] == Refusal.CUT
    assert refused(TOKEN + "A" * 5000)[0] == Refusal.NOT_ONE


def test_one_letter_more_or_less_at_the_end_is_no_second_token_of_one_certificate():
    """Base32 leaves bits over at the end; a token whose letters differ only there is not taken."""
    last = TOKEN[-1]
    others = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if letter != last]

    assert all(refused(TOKEN[:-1] + letter)[0] in {Refusal.CUT, Refusal.TAMPERED} for letter in others)


def test_the_code_is_small_enough_to_print():
    code = segno.make(TOKEN, error="m", boost_error=False, micro=False)

    assert code.mode == "alphanumeric"
    assert 30 / code.symbol_size(border=4)[0] > 0.5  # mm a module on 30 mm


def test_initials_and_the_look_of_a_token():
    assert (initials_of("Lý Văn Học"), initials_of("đỗ ân"), initials_of("A " * 40)) == ("LVH", "ĐÂ", "A" * 12)
    assert looks_like_one(TOKEN.lower())
    assert not looks_like_one("GCN1.7")


# Keys.


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


def test_the_signing_key_is_made_once_and_readable_by_its_owner_only(data):
    first, second = keys.signing_key(), keys.signing_key()

    assert private_text(first) == private_text(second)
    assert stat.S_IMODE((data / "keys" / "signing.pem").stat().st_mode) == 0o600
    assert list((data / "keys").rglob("draft-*")) == []
    assert b"PRIVATE" not in b"".join(p.read_bytes() for p in (data / "keys" / "public").iterdir())


def test_of_several_who_need_a_key_at_once_all_get_the_same(data):
    with ThreadPoolExecutor(8) as pool:
        found = {private_text(key) for key in pool.map(lambda _: keys.signing_key(), range(16))}

    assert len(found) == 1
    assert len(keys.public_keys()) == 1
    assert list((data / "keys").rglob("draft-*")) == []


def test_after_a_change_of_keys_older_certificates_still_count(data):
    old = sign(CLAIM, keys.signing_key())
    name = keys.rotate()

    assert key_id(keys.signing_key().public_key()) == name
    assert read(old, keys.public_keys()) == read(sign(CLAIM, keys.signing_key()), keys.public_keys()) == CLAIM
    assert len(keys.public_keys()) == 2


def test_a_withdrawn_key_counts_no_more_and_another_signs(data):
    first = keys.signing_key()
    name = key_id(first.public_key())
    keys.withdraw(name)

    assert keys.withdrawn_keys() == [name]
    assert refused(sign(CLAIM, first), keys.public_keys(), keys.withdrawn_keys()) == (Refusal.WITHDRAWN, name)
    assert key_id(keys.signing_key().public_key()) != name
    with pytest.raises(keys.UnknownKeyError):
        keys.withdraw(name)


def test_files_that_are_no_keys_are_told_so():
    for text in ("", "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----"):
        with pytest.raises(KeyFileError):
            read_public(text)
    with pytest.raises(KeyFileError):
        read_private(b"no key")


# The command line.


def test_a_committee_checks_a_token_with_a_file_of_keys(data, tmp_path):
    token = sign(CLAIM, keys.signing_key())
    file = tmp_path / "khoa.pem"
    file.write_text(CliRunner().invoke(keys_command, ["export"]).output, "utf-8")

    sound = CliRunner().invoke(certificate_command, ["verify", token, "--keys", str(file)])
    wrong = CliRunner().invoke(certificate_command, ["verify", TOKEN, "--keys", str(file)])
    file.write_text("x")
    no_keys = CliRunner().invoke(certificate_command, ["verify", TOKEN, "--keys", str(file)])

    assert sound.exit_code == 0
    assert "Số: 01/2018/GCN" in sound.output
    assert "Có giá trị đến hết ngày: 30/03/2023" in sound.output
    assert words("labels", "vi")["replaced"] in sound.output
    assert (wrong.exit_code, no_keys.exit_code) == (1, 1)
    assert refusal("foreign", key_id(KEY.public_key()), "vi") in wrong.output
    assert refusal("keys", "", "vi") in no_keys.output


def test_keys_are_listed_changed_and_withdrawn(data):
    run = CliRunner().invoke
    name = key_id(keys.signing_key().public_key())

    assert run(keys_command, ["list"]).output == f"{name}  đang ký\n"
    assert "Từ nay ký bằng khóa" in run(keys_command, ["rotate"]).output
    assert f"{name}  còn giá trị để kiểm tra\n" in run(keys_command, ["list"]).output
    assert run(keys_command, ["withdraw", name]).exit_code == 0
    assert f"{name}  đã hủy bỏ\n" in run(keys_command, ["list"]).output
    assert "Không có khóa" in run(keys_command, ["withdraw", name]).output
    assert "PRIVATE" not in run(keys_command, ["export"]).output


def test_the_public_text_is_read_back():
    assert list(read_public(public_text(KEY.public_key()) * 2)) == list(KEYS)
