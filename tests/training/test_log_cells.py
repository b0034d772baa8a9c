"""Single cells of a log: dates, numbers, durations."""

import pandas as pd
import pytest

from hiplib.training.log_cells import day_month, decimal_sign, minutes, moments, numbers, tidy

NAN = float("nan")


def one(text):
    return many([text])


def many(texts):
    return pd.Series([tidy(text) for text in texts], dtype="str")


@pytest.mark.parametrize(
    ("text", "order", "wanted"),
    [
        ("2025-11-03", "either", "2025-11-03"),
        ("2025/11/03 06:01", "either", "2025-11-03 06:01"),
        ("2025-11-03T06:01:02.123Z", "either", "2025-11-03 06:01:02"),
        ("2025-11-03T06:01:02+01:00", "either", "2025-11-03 06:01:02"),
        ("20251103", "either", "2025-11-03"),
        ("Nov 3, 2025, 6:01:00 AM", "either", "2025-11-03 06:01"),
        ("Nov 3, 2025, 12:01:00 AM", "either", "2025-11-03 00:01"),
        ("Monday, November 3, 2025 at 6:01 p.m.", "either", "2025-11-03 18:01"),
        ("3 Nov 2025", "either", "2025-11-03"),
        ("3. November 2025 18:01", "either", "2025-11-03 18:01"),
        ("3 nov. 2025 à 18:01:00", "either", "2025-11-03 18:01"),
        ("3 août 2025 à 06:01", "either", "2025-08-03 06:01"),
        ("1 févr. 2025", "either", "2025-02-01"),
        ("3 de dez. de 2025 06:01:00", "either", "2025-12-03 06:01"),
        ("3. März 2025 um 06:01", "either", "2025-03-03 06:01"),
        ("3 ene 2025, 6:01:00", "either", "2025-01-03 06:01"),
        ("03/11/2025", "dmy", "2025-11-03"),
        ("03/11/2025", "mdy", "2025-03-11"),
        ("3.11.25 6:01", "dmy", "2025-11-03 06:01"),
        ("1762149660", "either", "2025-11-03 06:01"),
    ],
)
def test_dates_that_are_read(text, order, wanted):
    assert moments(one(text), order)[0] == pd.Timestamp(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "32/13/2025", "2025-02-30", "2025-11-03 25:00", "Nov 3, 2025, 13:00 PM",
     "1850-01-01", "Foo 3, 2025", "10", "2025-11", "٢٠٢٥-١١-٠٣"],
)  # fmt: skip
def test_dates_that_are_not(text):
    assert moments(one(text), "dmy").isna().all()


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/11/2025", "25/11/2025"], "dmy"),
        (["03/11/2025", "11/25/2025"], "mdy"),
        (["03/11/2025", "04/11/2025"], "unclear"),
        (["03/03/2025", "04/04/2025"], "either"),
        (["25/11/2025", "11/25/2025"], "mixed"),
        (["03.11.2025", "04.11.2025"], "either"),
        (["2025-11-03"], "either"),
        (["32/13/2025"], "either"),
        ([], "either"),
    ],
)
def test_the_whole_column_decides_about_day_and_month(cells, order):
    assert day_month(many(cells))[0] == order


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("10.5", ".", 10.5), ("10,5", ",", 10.5), ("1,234.5", ".", 1234.5), ("1.234,5", ",", 1234.5),
     ("1,23", ".", NAN), ("-5", ".", -5), ("\u22125", ".", -5), ("+.5", ".", 0.5),
     ("8 km", ".", 8), ("1 234", ".", 1234), ("nan", ".", NAN), ("inf", ".", NAN),
     ("1e5", ".", NAN),
     ("", ".", NAN),
     ("9" * 400, ".", NAN), ("٣", ".", NAN), ("--", ".", NAN)],
)  # fmt: skip
def test_numbers(text, decimal, value):
    assert numbers(one(text), decimal)[0] == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    ("cells", "delimiter", "sign"),
    [(["10.5"], ",", "."), (["10,5"], ",", ","), (["8"], ";", ","), (["8"], ",", "."),
     (["1,234", "10.5"], ",", "."), (["1.234", "10,5"], ";", ","), (["5.123"], ";", "."),
     (["1,250"], ",", "."), (["5,123"], ";", ",")],
)  # fmt: skip
def test_the_decimal_sign_is_that_of_the_whole_file(cells, delimiter, sign):
    assert decimal_sign(many(cells), delimiter) == sign


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1:05:30", 65.5),
        ("45:12", 45.2),
        ("00:31:24.7", 31.4),
        ("30", 30),
        ("1:99", NAN),
        ("x", NAN),
    ],
)
def test_durations(text, value):
    assert minutes(one(text), 1.0, ".")[0] == pytest.approx(value, nan_ok=True)
