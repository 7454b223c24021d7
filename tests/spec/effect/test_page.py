from tests.spec.effect import reference


def test_the_reference_says_what_the_data_say():
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page()
