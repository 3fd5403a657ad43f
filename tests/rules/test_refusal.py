"""A refusal carries its field and its sentence."""

from taonguon.rules.refusal import RefusedError


def test_a_refusal_names_its_field_and_says_why():
    refusal = RefusedError("born", "Ngày sinh chưa đúng.")

    assert (refusal.field, refusal.sentence, str(refusal)) == ("born", "Ngày sinh chưa đúng.", "Ngày sinh chưa đúng.")
