"""How dates, periods and amounts are written in Korean and in English.

Pure functions: the moment that is called now and the language are passed in. Times are shown
in the site's time zone (Asia/Seoul). A closing instant is half-open, so one at midnight is
written as 24:00 of the day before.
"""

import math
import re
from datetime import date, datetime, timedelta

from django.utils import timezone

WEEKDAYS_KO = "월화수목금토일"
MAN = 10_000
EOK = 100_000_000


def _is_korean(language: str | None) -> bool:
    return (language or "ko").startswith("ko")


def _split(moment: datetime, closing: bool) -> tuple[date, str]:
    """Return the day and the HH:MM under which an instant is shown."""
    local = timezone.localtime(moment)
    if closing and (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def day(value: date, language: str | None = "ko", *, year: bool = True) -> str:
    """Write a date: `2026. 11. 30.(월)`, in English `30 Nov 2026 (Mon)`."""
    if _is_korean(language):
        start = f"{value.year}. " if year else ""
        return f"{start}{value.month}. {value.day}.({WEEKDAYS_KO[value.weekday()]})"
    middle = f" {value.year}" if year else ""
    return f"{value.day} {_MONTHS[value.month - 1]}{middle} ({_WEEKDAYS_EN[value.weekday()]})"


# Not strftime, whose names follow the machine's locale.
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAYS_EN = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def moment(
    value: datetime, language: str | None = "ko", *, closing: bool = False, year: bool = True
) -> str:
    """Write an instant: `2026. 11. 30.(월) 18:00`, in English `30 Nov 2026 (Mon), 18:00`.

    With `closing` an instant at midnight is the end of the day before: `24:00`.
    """
    shown, clock = _split(value, closing)
    comma = "" if _is_korean(language) else ","
    return f"{day(shown, language, year=year)}{comma} {clock}"


def to_the_second(value: datetime, language: str | None = "ko") -> str:
    """Write an instant to the second: `2026. 11. 30.(월) 18:00:07 (Asia/Seoul)`."""
    local = timezone.localtime(value)
    return f"{moment(value, language)}:{local:%S} ({timezone.get_current_timezone_name()})"


def period(opens: datetime, closes: datetime | None, language: str | None = "ko") -> str:
    """Write the half-open period `[opens, closes)`; without an end, the instant alone.

    A start at midnight needs no time, the end always has one, and a year is said once.
    """
    if closes is None or closes == opens:
        return moment(opens, language)
    first, clock = _split(opens, closing=False)
    last, _ = _split(closes, closing=True)
    korean = _is_korean(language)
    same_year = first.year == last.year
    begin = day(first, language, year=korean or not same_year)
    if clock != "00:00":
        begin += f"{'' if korean else ','} {clock}"
    end = moment(closes, language, closing=True, year=not (korean and same_year))
    return f"{begin} ~ {end}" if korean else f"{begin} – {end}"


def unbroken(written: str) -> str:
    """Keep a written date in one line, which may end before its clock; a period, at its dash."""
    glued = written.replace(" ", "\N{NO-BREAK SPACE}").replace(".(", ".\N{WORD JOINER}(")
    breaks = r"(?<=[~–])\xa0" if re.search("[~–]", written) else r"\xa0(?=\d\d:)"
    return re.sub(breaks, " ", glued)


def days_left(closes: datetime, now: datetime) -> int | None:
    """Return the calendar days until the last day, 0 on that day, None once it is over."""
    if now >= closes:
        return None
    last, _ = _split(closes, closing=True)
    return (last - timezone.localtime(now).date()).days


def d_day(closes: datetime, now: datetime, language: str | None = "ko") -> str:
    """Write what is left as Koreans do: `D-12`, `D-DAY`, and `마감` (Closed) when it is over."""
    left = days_left(closes, now)
    if left is None:
        return "마감" if _is_korean(language) else "Closed"
    return f"D-{left}" if left else "D-DAY"


#: How what is left is written: far away, on the last day, in the last hour, and when it is over.
_LEFT_KO = {
    "days": "{days}일 {hours}시간 남음",
    "hours": "{hours}시간 {minutes}분 남음",
    "minutes": "{minutes}분 {seconds}초 남음",
    "said": "{minutes}분 남음",
    "over": "마감",
}
_LEFT_EN = {
    "days": "{days} d {hours} h left",
    "hours": "{hours} h {minutes} min left",
    "minutes": "{minutes} min {seconds} s left",
    "said": "{minutes} min left",
    "over": "Closed",
}


def words_for_time_left(language: str | None = "ko") -> dict[str, str]:
    """Return the patterns of `time_left`, also for a script that counts on: see countdown.js."""
    return _LEFT_KO if _is_korean(language) else _LEFT_EN


def time_left(closes: datetime, now: datetime, language: str | None = "ko") -> str:
    """Write what is left: `2일 3시간 남음`, `3시간 5분 남음`, and in the last hour `9분 05초 남음`.

    A second that has begun still counts: it is over at the instant itself.
    """
    words, left = words_for_time_left(language), math.ceil((closes - now).total_seconds())
    if left <= 0:
        return words["over"]
    hours, minutes = left // 3600, left // 60 % 60
    if hours >= 24:
        return words["days"].format(days=hours // 24, hours=hours % 24)
    if hours:
        return words["hours"].format(hours=hours, minutes=minutes)
    return words["minutes"].format(minutes=minutes, seconds=f"{left % 60:02}")


def won(amount: int, language: str | None = "ko") -> str:
    """Write an amount of won: `500만 원`, `1억 2,000만 원`; in English `KRW 5,000,000`."""
    if not _is_korean(language):
        return f"KRW {amount:,}"
    if amount < MAN:
        return f"{amount:,}원"
    eok, rest = divmod(amount, EOK)
    man, ones = divmod(rest, MAN)
    parts = [f"{eok:,}억"] if eok else []
    parts += [f"{man:,}만"] if man else []
    return " ".join(parts) + (f" {ones:,}원" if ones else " 원")


def file_size(size: int) -> str:
    """Write a number of bytes with one decimal at most: `820 B`, `12 KB`, `1.5 MB`."""
    if size < 1024:
        return f"{size} B"
    number = float(size)
    for unit in ("KB", "MB", "GB"):
        number /= 1024
        if number < 1024 or unit == "GB":
            break
    return (
        f"{number:.1f}".removesuffix(".0") + f" {unit}" if number < 10 else f"{number:.0f} {unit}"
    )


def letter(number: int) -> str:
    """Write a number from 0 as letters: A to Z, then AA, AB and so on."""
    letters = ""
    while number >= 0:
        number, rest = number // 26 - 1, number % 26
        letters = chr(ord("A") + rest) + letters
    return letters
