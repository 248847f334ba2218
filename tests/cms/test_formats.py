"""Dates and amounts read as Koreans and English write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms import formats

SEOUL = ZoneInfo("Asia/Seoul")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("left", "korean", "english"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2일 3시간 남음", "2 d 3 h left"),
        (timedelta(days=1), "1일 0시간 남음", "1 d 0 h left"),
        (timedelta(hours=23, minutes=5, seconds=59), "23시간 5분 남음", "23 h 5 min left"),
        (timedelta(hours=1), "1시간 0분 남음", "1 h 0 min left"),
        (timedelta(minutes=9, seconds=5), "9분 05초 남음", "9 min 05 s left"),
        (timedelta(milliseconds=1), "0분 01초 남음", "0 min 01 s left"),
        (timedelta(0), "마감", "Closed"),
        (timedelta(seconds=-1), "마감", "Closed"),
    ],
)
def test_what_is_left_is_finer_the_less_it_is(left, korean, english):
    closes = at(2026, 12, 1)
    assert formats.time_left(closes, closes - left) == korean
    assert formats.time_left(closes, closes - left, "en") == english


def test_midnight_that_closes_is_24_hours_of_the_day_before():
    assert formats.moment(at(2026, 12, 1), closing=True) == "2026. 11. 30.(월) 24:00"
    assert formats.moment(at(2026, 12, 1), "en", closing=True) == "30 Nov 2026 (Mon), 24:00"
    assert formats.moment(at(2026, 12, 1)) == "2026. 12. 1.(화) 00:00"


def test_a_period_says_its_year_once():
    opens, closes = at(2026, 11, 1), at(2026, 12, 1)
    assert formats.period(opens, closes) == "2026. 11. 1.(일) ~ 11. 30.(월) 24:00"
    assert formats.period(opens, closes, "en") == "1 Nov (Sun) – 30 Nov 2026 (Mon), 24:00"
    over = formats.period(opens, at(2027, 1, 4, 18))
    assert over == "2026. 11. 1.(일) ~ 2027. 1. 4.(월) 18:00"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(2026, 11, 18, 23, 59), "D-12"),
        (at(2026, 11, 29, 23, 59), "D-1"),
        (at(2026, 11, 30, 0, 0), "D-DAY"),
        (at(2026, 11, 30, 23, 59), "D-DAY"),
        (at(2026, 12, 1, 0, 0), "마감"),
    ],
)
def test_days_are_counted_to_the_last_day_that_counts(now, said):
    assert formats.d_day(at(2026, 12, 1), now) == said


def test_a_date_stays_in_one_line():
    def may_end(written: str) -> list[str]:
        return formats.unbroken(written).split(" ")

    assert may_end("2026. 11. 30.(월) 24:00") == ["2026.\xa011.\xa030.\u2060(월)", "24:00"]
    assert may_end("30 Nov 2026 (Mon), 24:00") == ["30\xa0Nov\xa02026\xa0(Mon),", "24:00"]
    assert len(may_end("2026. 11. 1.(일) 09:00 ~ 11. 30.(월) 24:00")) == 2


@pytest.mark.parametrize(
    ("amount", "korean", "english"),
    [
        (900, "900원", "KRW 900"),
        (5_000_000, "500만 원", "KRW 5,000,000"),
        (120_000_000, "1억 2,000만 원", "KRW 120,000,000"),
        (12_345, "1만 2,345원", "KRW 12,345"),
    ],
)
def test_won_are_written_in_ten_thousands(amount, korean, english):
    assert (formats.won(amount, "ko"), formats.won(amount, "en")) == (korean, english)


def test_numbers_as_letters_go_on_after_z():
    assert [formats.letter(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
