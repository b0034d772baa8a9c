"""Single cells of a log: dates, numbers, durations."""

import pandas as pd
import pytest

from hiplib.training.log_cells import day_month, decimal_sign, minutes, moment, number


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
        ("03/11/2025", "dmy", "2025-11-03"),
        ("03/11/2025", "mdy", "2025-03-11"),
        ("3.11.25 6:01", "dmy", "2025-11-03 06:01"),
        ("1762149660", "either", "2025-11-03 06:01"),
    ],
)
def test_dates_that_are_read(text, order, wanted):
    assert moment(text, order) == pd.Timestamp(wanted)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "32/13/2025", "2025-02-30", "2025-11-03 25:00", "Nov 3, 2025, 13:00 PM",
     "1850-01-01", "Foo 3, 2025", "10", "2025-11", "٢٠٢٥-١١-٠٣"],
)  # fmt: skip
def test_dates_that_are_not(text):
    assert moment(text, "dmy") is None


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
    assert day_month(cells).order == order


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("10.5", ".", 10.5), ("10,5", ",", 10.5), ("1,234.5", ".", 1234.5), ("1.234,5", ",", 1234.5),
     ("1,23", ".", None), ("-5", ".", -5), ("\u22125", ".", -5), ("+.5", ".", 0.5),
     ("8 km", ".", 8), ("1 234", ".", 1234), ("nan", ".", None), ("inf", ".", None),
     ("1e5", ".", None),
     ("", ".", None),
     ("9" * 400, ".", None), ("٣", ".", None), ("--", ".", None)],
)  # fmt: skip
def test_numbers(text, decimal, value):
    assert number(text, decimal) == value


@pytest.mark.parametrize(
    ("cells", "delimiter", "sign"),
    [(["10.5"], ",", "."), (["10,5"], ",", ","), (["8"], ";", ","), (["8"], ",", "."),
     (["1,234", "10.5"], ",", "."), (["1.234", "10,5"], ";", ","), (["5.123"], ";", "."),
     (["1,250"], ",", "."), (["5,123"], ";", ",")],
)  # fmt: skip
def test_the_decimal_sign_is_that_of_the_whole_file(cells, delimiter, sign):
    assert decimal_sign(cells, delimiter) == sign


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1:05:30", 65.5),
        ("45:12", 45.2),
        ("00:31:24.7", 31.4),
        ("30", 30),
        ("1:99", None),
        ("x", None),
    ],
)
def test_durations(text, value):
    assert minutes(text, 1.0, ".") == (value if value is None else pytest.approx(value))
