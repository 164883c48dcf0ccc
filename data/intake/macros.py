"""Small SQL functions offered to mappings. A value that does not fit comes back as it was, so that the gate can show it."""

from dataclasses import dataclass

import duckdb

from data.intake import spellings
from data.intake.visible import SPACES, UNSEEN


@dataclass(frozen=True)
class Macro:
    call: str
    sql: str
    says: str
    example: tuple[str, str]

    @property
    def name(self) -> str:
        return self.call.partition("(")[0]


def _any_of(*lines: str) -> str:
    # the longest first: an alternation takes what fits first
    return "|".join(sorted((word for line in lines for word in line.split()), key=lambda word: (-len(word), word)))


OFFSET = r"(Z|UTC|GMT|[+-][0-9]{2}(:?[0-9]{2})?)"
#: letters that mean the same wherever they stand; CET is written the year round by people whose clocks show CEST in summer, so each
#: holds only while the clocks of a place that keeps both show it
OFFSETS = {
    "Europe/Paris": {"CET": "+01:00", "MEZ": "+01:00", "CEST": "+02:00", "MESZ": "+02:00"},
    "Europe/Lisbon": {"WET": "+00:00", "WEST": "+01:00"},
    "Europe/Helsinki": {"EET": "+02:00", "EEST": "+03:00"},
}
LETTERS = r"^(.*[0-9]) ?([A-Za-z]{1,6})$"
ORDERS = {"day_first": "%d/%m/%Y", "month_first": "%m/%d/%Y", "year_first": "%Y/%m/%d"}
PLAIN_DATE = "[0-9]{1,2}([.][0-9]{1,2}[.]|/[0-9]{1,2}/|-[0-9]{1,2}-)[0-9]{4}"

_WEEKDAY = f"^({_any_of(*spellings.WEEKDAYS)})\\.?,? "
_BEFORE_CLOCK = f"([0-9]),? ({_any_of(spellings.BEFORE_CLOCK)})\\.? ([0-9])"
_AFTER_CLOCK = f" ({_any_of(spellings.AFTER_CLOCK)})$"
_MONTHS = ", ".join(f"'{word}': {number}" for number, line in enumerate(spellings.MONTHS, start=1) for word in line.split())
_DAY_MONTH = r"^([0-9]{1,2})(?:\.|st|nd|rd|th)?[ ./-]*(?:of |de )?(\pL{3,})\.?,?(?: de)?[ ./-]*([0-9]{4})((?:[ T,].*)?)$"
_MONTH_DAY = r"^(\pL{3,})\.? *([0-9]{1,2})(?:st|nd|rd|th)?[ ,./-]+([0-9]{4})((?:[ T,].*)?)$"


def _moment_in(order: str, text: str) -> str:
    """SQL for a date, with or without a time, whose parts stand in the order given, separated by `/`, `.`, `-` or a space; else null."""
    day = f"replace(replace(replace(regexp_extract({text}, '^[0-9./-]+'), '.', '/'), '-', '/'), ' ', '')"
    clock = f"trim(regexp_replace({text}, '^[0-9./-]+[ T,]*', ''))"
    # four digits of year, else DuckDB reads `16` as the year 16
    year = "(^[0-9]{4}/|/[0-9]{4}$)"
    clocks = ("%H:%M:%S", "%H:%M", "%H.%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p")
    formats = ", ".join(f"'{order} {one}'" for one in clocks)
    offset = f"trim(regexp_extract({clock}, ' ?{OFFSET}$'))"
    clock_alone = f"trim(regexp_replace({clock}, ' ?{OFFSET}$', ''))"
    return f"""case
        when not regexp_matches({day}, '{year}') then null
        when {clock} = '' then try_strptime({day}, '{order}')::date::varchar
        else coalesce(
            try_strptime({day} || ' ' || {clock}, [{formats}])::varchar,
            case when {offset} <> '' then
                try_strptime({day} || ' ' || {clock_alone}, [{formats}])::varchar || if({offset} in ('UTC', 'GMT'), 'Z', {offset}) end
        ) end"""


#: the joiners of visible.py for an engine that cannot look around
_BEYOND = "[^\u0600-\U0010ffff]"
_JOINERS = f"({_BEYOND})[\u200c\u200d]+|[\u200c\u200d]+({_BEYOND}|$)|^[\u200c\u200d]+"

#: what the functions are made of, in the order in which they need each other
PARTS = {
    # as visible.py sees it
    "without_unseen(x)": rf"""nfc_normalize(regexp_replace(regexp_replace(regexp_replace(x,
        '[{SPACES}]', ' ', 'g'), '[{UNSEEN}]', '', 'g'), '{_JOINERS}', '\1\2', 'g'))""",
    # a text that would pass for a number
    "unread(x)": "if(regexp_full_match(trim(x), '[-+0-9.eE]+'), x || ' (its expression cannot read it)', x)",
    # without what people write around a date: its weekday, `kl.`, `Uhr`
    "bare_date(x)": rf"""regexp_replace(regexp_replace(regexp_replace(lower(trim(x)), '{_WEEKDAY}', ''),
        '{_BEFORE_CLOCK}', '\1 \3'), '{_AFTER_CLOCK}', '')""",
    "month_of(word)": f"map {{{_MONTHS}}}[word]",
    # a month in letters is no question of order
    "worded_date(d, m, y, rest)": "y || '/' || month_of(m) || '/' || d || upper(rest)",
    "year_in_front(x)": rf"""case
        when regexp_matches(x, '{_DAY_MONTH}') then worded_date(regexp_extract(x, '{_DAY_MONTH}', 1), regexp_extract(x, '{_DAY_MONTH}', 2),
            regexp_extract(x, '{_DAY_MONTH}', 3), regexp_extract(x, '{_DAY_MONTH}', 4))
        when regexp_matches(x, '{_MONTH_DAY}') then worded_date(regexp_extract(x, '{_MONTH_DAY}', 2), regexp_extract(x, '{_MONTH_DAY}', 1),
            regexp_extract(x, '{_MONTH_DAY}', 3), regexp_extract(x, '{_MONTH_DAY}', 4)) end""",
    **{f"date_{order}(x)": _moment_in(parts, "x") for order, parts in ORDERS.items()},
    # `22` becomes `2022` where it stands in the place of the year
    "in_this_century(x)": r"""regexp_replace(regexp_replace(trim(x),
        '^((?:\pL+\.?,? )?[0-9]{1,2}\.?[./ -]+(?:[0-9]{1,2}|\pL+)[./, -]+)''?([0-9]{2})((?:[ T,].*)?)$', '\120\2\3'),
        '^(\pL+\.? [0-9]{1,2},? )''?([0-9]{2})((?:[ T,].*)?)$', '\120\2\3')""",
    "zone_of(letters)": "case " + " ".join(f"when letters in {tuple(of)} then '{zone}'" for zone, of in OFFSETS.items()) + " end",
    "offset_of(letters)": "case "
    + " ".join(f"when letters = '{letters}' then '{offset}'" for of in OFFSETS.values() for letters, offset in of.items())
    + " end",
    "on_that_clock(wall, place)": "timezone(place, wall)",
    "letters_as_offset(x)": rf"""case
        when upper(regexp_extract(x, '{LETTERS}', 2)) in ('Z', 'UTC', 'GMT') then regexp_extract(x, '{LETTERS}', 1) || '+00:00'
        when on_that_clock(try_cast(regexp_extract(x, '{LETTERS}', 1) as timestamp), zone_of(regexp_extract(x, '{LETTERS}', 2)))
            = try_cast(regexp_extract(x, '{LETTERS}', 1) || offset_of(regexp_extract(x, '{LETTERS}', 2)) as timestamptz)
        then regexp_extract(x, '{LETTERS}', 1) || offset_of(regexp_extract(x, '{LETTERS}', 2)) end""",
    # what every cast to an instant reads (try_casts.py)
    "in_sure_zone(x)": f"case when regexp_matches(x, '{LETTERS}') then letters_as_offset(x) else x end",
    "without_doubtful_zone(x)": rf"case when not regexp_matches(upper(x), '\b({'|'.join(spellings.DOUBTFUL_ZONES.split())})\b') then x end",
}


def _number(body: str) -> str:
    """An amount, with its sign before or after it (or in brackets, as accountants write it) and a currency on either side."""
    money = r"\p{Sc}|US\$|kr\.?|" + "|".join(spellings.CURRENCIES.split())
    return rf"^(?:([-+(]) ?)?(?:(?:{money}) ?)?([-+])?({body})(?:,[-–—])?(?: ?(?:{money}))?(?: ?([-)]))?$"


def _groups(*separators: str) -> str:
    """Thousands stand in groups of three behind one to three digits, the first of which is no zero, all behind the same separator."""
    return "|".join(rf"[1-9][0-9]{{0,2}}(?:{one}[0-9]{{3}})+" for one in separators)


def _amount(pattern: str, thousands: str, point: str) -> str:
    written = "replace(replace(replace(trim(x), '\u2212', '-'), '\u00a0', ' '), '\u202f', ' ')"
    digits = f"replace(regexp_replace(regexp_extract({written}, '{pattern}', 3), '{thousands}', '', 'g'), '{point}', '.')"
    signs = "".join(f" || regexp_extract({written}, '{pattern}', {group})" for group in (1, 2, 4)).removeprefix(" || ")
    return f"""case when regexp_full_match({written}, '{pattern}') and {signs} in ('', '+', '-', '()')
        then if({signs} in ('-', '()'), '-', '') || {digits} end"""


_APOSTROPHE = "[''’]"
_DECIMAL_COMMA = _amount(_number(rf"(?:{_groups('[.]', ' ', _APOSTROPHE)}|[0-9]+)(?:,[0-9]+)?"), f"[. ]|{_APOSTROPHE}", ",")
_DECIMAL_POINT = _amount(_number(rf"(?:{_groups(',', ' ', _APOSTROPHE)}|[0-9]+)(?:[.][0-9]+)?|[.][0-9]+"), f"[, ]|{_APOSTROPHE}", ".")
#: how most are written; the whole pattern costs ten times as much
_PLAIN_COMMA = "[+-]?[0-9]+(,[0-9]+)?"
#: 500 or a half? Where a dot before three digits cannot part thousands, nobody can know what it parts
_DOUBTFUL = r"[-+]?[0-9]*\.[0-9]{3}"

_WEEK = rf"(?i)^(?:{_any_of(spellings.WEEK)})?\.? ?([0-9]{{1,2}})[ ,./-]+([0-9]{{4}})$"
_YEAR_WEEK = "(?i)^([0-9]{4})[ /-]?W?([0-9]{1,2})(?:-?([1-7]))?$"


def _week(day: int) -> str:
    """The day of an ISO week: a year that has no week 53 is not given one."""
    week = f"if(regexp_matches(trim(x), '{_WEEK}'), regexp_extract(trim(x), '{_WEEK}', 1), regexp_extract(trim(x), '{_YEAR_WEEK}', 2))"
    year = f"if(regexp_matches(trim(x), '{_WEEK}'), regexp_extract(trim(x), '{_WEEK}', 2), regexp_extract(trim(x), '{_YEAR_WEEK}', 1))"
    weekday = f"coalesce(nullif(regexp_extract(trim(x), '{_YEAR_WEEK}', 3), ''), '{day}')"
    read = f"try_strptime({year} || '-W' || lpad({week}, 2, '0') || '-' || {weekday}, '%G-W%V-%u')"
    return f"coalesce(case when isoyear({read})::varchar = {year} then {read}::date::varchar end, x)"


#: 1990 to 2100: what lies beyond is no moment of ours, but another unit, or a number of another kind
_SECONDS = "between 631152000 and 4102444800"
_EXCEL = "between 32874 and 73415"


def _with_words(order: str, text: str = "x") -> str:
    """What most dates are made of comes first, and words last: they cost ten times as much."""
    bare = f"bare_date({text})"
    plain = ", ".join(f"'{ORDERS[order].replace('/', parted)}'" for parted in "./-")
    return f"""case when regexp_full_match({text}, '{PLAIN_DATE}') then try_strptime({text}, [{plain}])::date::varchar
        else coalesce(date_{order}(trim({text})), date_{order}(upper({bare})), date_year_first(year_in_front({bare}))) end"""


MACROS: tuple[Macro, ...] = (
    Macro(
        "day_first(x)",
        f"coalesce({_with_words('day_first')}, x)",
        "A date or time written day, month, year; the month also in letters (`Fri 17. juni 2022`).",
        ("29.2.2016 01:16", "2016-02-29 01:16:00"),
    ),
    Macro(
        "month_first(x)",
        f"coalesce({_with_words('month_first')}, x)",
        "A date or time written month, day, year; the month also in letters.",
        ("2/29/2016 1:16 PM", "2016-02-29 13:16:00"),
    ),
    Macro(
        "year_first(x)",
        "coalesce(date_year_first(trim(x)), try_strptime(trim(x), '%Y%m%d')::date::varchar, x)",
        "A date or time written year, month, day, also without anything between them.",
        ("20220617", "2022-06-17"),
    ),
    Macro(
        "day_first_2000(x)",
        f"coalesce({_with_words('day_first', 'in_this_century(x)')}, x)",
        "As `day_first`; two digits of year are 2000 to 2099.",
        ("17.06.22", "2022-06-17"),
    ),
    Macro(
        "month_first_2000(x)",
        f"coalesce({_with_words('month_first', 'in_this_century(x)')}, x)",
        "As `month_first`; two digits of year are 2000 to 2099.",
        ("11/13/06", "2006-11-13"),
    ),
    Macro(
        "week_end(x)",
        _week(7),
        "The Sunday of an ISO week (`2022-W24`, `uke 24 2022`, `KW 24/2022`); of `2022-W24-5` that day.",
        ("2022-W24", "2022-06-19"),
    ),
    Macro("week_start(x)", _week(1), "The Monday of an ISO week.", ("24/2022", "2022-06-13")),
    Macro(
        "excel_day(x)",
        f"""case when try_cast(x as double) {_EXCEL} then
            case when try_cast(x as double) = floor(try_cast(x as double)) then (date '1899-12-30' + try_cast(x as double)::int)::varchar
            else (timestamp '1899-12-30' + to_seconds(round(try_cast(x as double) * 86400)))::varchar end
            else x end""",
        "A day as a spreadsheet counts it, with its time behind the point; 1990 to 2100.",
        ("44729", "2022-06-17"),
    ),
    Macro(
        "unix_seconds(x)",
        f"case when try_cast(x as double) {_SECONDS} then to_timestamp(try_cast(x as double))::varchar else x end",
        "Seconds since 1970 as an instant; 1990 to 2100.",
        ("1655454600", "2022-06-17 08:30:00+00"),
    ),
    Macro(
        "unix_milliseconds(x)",
        f"case when try_cast(x as double) / 1000 {_SECONDS} then to_timestamp(try_cast(x as double) / 1000)::varchar else x end",
        "Milliseconds since 1970 as an instant; 1990 to 2100.",
        ("1655454600000", "2022-06-17 08:30:00+00"),
    ),
    Macro(
        "with_zone(x)",
        f"case when regexp_matches(x, '{LETTERS}') then coalesce(letters_as_offset(x), x) else x end",
        "A time with letters for its zone, where they are certain: UTC, GMT, and CET, CEST, EET, EEST, WET, WEST, MEZ and MESZ in season.",
        ("2022-06-17 10:30:00 CEST", "2022-06-17 10:30:00+02:00"),
    ),
    Macro(
        "decimal_comma(x)",
        f"""case when regexp_full_match(x, '{_PLAIN_COMMA}') then replace(x, ',', '.')
            else coalesce({_DECIMAL_COMMA}, if(regexp_full_match(trim(x), '{_DOUBTFUL}'), trim(x) || ' (thousands or not?)', x)) end""",
        "A number with a decimal comma, and dots, spaces or apostrophes between thousands. "
        "The sign may stand behind it (`2.250,00-`), a currency on either side; none is converted.",
        ("1.234,50", "1234.50"),
    ),
    Macro(
        "decimal_point(x)",
        f"case when regexp_full_match(x, '[+-]?[0-9]+([.][0-9]+)?') then x else coalesce({_DECIMAL_POINT}, x) end",
        "A number with a decimal point, and commas, spaces or apostrophes between thousands. Sign and currency as above.",
        ("$1,100.00", "1100.00"),
    ),
    Macro(
        "rated(x, words := ['bad', 'good'])",
        "coalesce(list_position(list_transform(words, lambda word: lower(word)), lower(trim(x)))::varchar, x)",
        "The place of a word in a list, the worst first.",
        ("Good", "2"),
    ),
)


def install(connection: duckdb.DuckDBPyConnection) -> None:
    for call, sql in PARTS.items():
        connection.execute(f"create or replace temp macro {call} as ({sql})")
    for macro in MACROS:
        connection.execute(f"create or replace temp macro {macro.call} as ({macro.sql})")
