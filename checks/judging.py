"""landing/ → accepted/ (only when the batch is sound as a whole) and quarantine/ (always)."""

import tempfile
from pathlib import Path

import duckdb

from checks import export, gate, history, rows, verdicts
from checks.batch import Batch, landed
from checks.gate import Outcome
from checks.history import Profile
from checks.rule import Expectation, Rule
from checks.rules import ORDER, rules_of, whole_feed
from checks.verdicts import Verdict
from data.contract import places
from data.contract.feeds import BY_NAME, FEEDS, Feed
from data.contract.refusal import Refused, say


def judge() -> None:
    """Raises `Refused` where the batch as a whole must not go in."""
    batch = landed()
    with tempfile.TemporaryDirectory(prefix=".gate-", dir=places.home()) as folder:
        database = Path(folder) / "gate.duckdb"
        with duckdb.connect(str(database)) as con:
            present = [feed for feed in FEEDS if batch.has(feed.name)]
            rules, crashed_checks = flag_rows(con, batch)
            profile = {
                "mapping": batch.mapping,
                "as_of": str(batch.as_of),
                "feeds": {feed.name: rows.profile_of(con, batch, feed) for feed in present},
            }
            earlier = history.before(profile)
            expected = {feed.name: whole_feed.expectations(feed, profile, earlier, batch.as_of) for feed in present}
            if "promises" in expected:
                expected["promises"].append(whole_feed.due_times_meant(rows.has_due_times(con)))
        # Great Expectations opens the file itself, so ours must be closed meanwhile.
        checks = [(feed.name, check) for feed in present for check in (*rules[feed.name], *expected[feed.name])]
        asked = [
            (name, check)
            for name, check in checks
            if (name, check.name) not in crashed_checks and _has_rows_to_judge(check, profile["feeds"][name])
        ]
        outcomes = {(name, check.name): Outcome(passed=True) for name, check in checks} | gate.look(database, asked)
        outcomes |= {check: Outcome(passed=False, crashed=message) for check, message in crashed_checks.items()}
        with duckdb.connect(str(database)) as con:
            rows.settle(con, batch)
            for feed in present:
                sound = [rule for rule in rules[feed.name] if (feed.name, rule.name) not in crashed_checks]
                _counted_alike(feed, rows.bad_rows(con, feed, sound), outcomes)
            judged = [_verdict(con, batch, profile, BY_NAME[name], check, outcomes[name, check.name]) for name, check in checks]
            verdicts.store(con, judged)
            for line in verdicts.summary(profile, judged):
                say(line)
            export.quarantine(con)
            if refusals := [verdict.in_words() for verdict in judged if verdict.refuses]:
                raise Refused(*refusals)
            export.accepted(con, batch)
    history.remember(profile)


def flag_rows(con: duckdb.DuckDBPyConnection, batch: Batch) -> tuple[dict[str, list[Rule]], dict[tuple[str, str], str]]:
    rows.prepare(con, batch)
    rules: dict[str, list[Rule]] = {}
    crashed_checks: dict[tuple[str, str], str] = {}
    for feed in (BY_NAME[name] for name in ORDER):
        rows.read(con, batch, feed)
        rules[feed.name] = [rule for rule in rules_of(feed) if _can_judge(rule, feed, batch)]
        crashed = rows.judge(con, feed, tuple(rules[feed.name]))
        crashed_checks |= {(feed.name, name): what for name, what in crashed.items()}
        sound = [rule for rule in rules[feed.name] if rule.name not in crashed]
        if batch.has(feed.name):
            rows.hold_back(con, batch, feed, [rule for rule in sound if rule.severity != "warning"])
    return rules, crashed_checks


def _can_judge(rule: Rule, feed: Feed, batch: Batch) -> bool:
    """A rule about a column or feed that nobody mapped has nothing to say; a green tick for it would be a lie."""
    # Intake fills the zone of a promise from the mapping, also where no column gives it.
    mapped = {*batch.mapped.get(feed.name, ()), *(("zone",) if feed.name == "promises" else ())}
    return mapped.issuperset(rule.columns) and all(batch.has(name) for name in rule.needs)


def _has_rows_to_judge(check: Rule | Expectation, counts: dict) -> bool:
    return counts["read"] > 0 if isinstance(check, Rule) else check.judges


def _counted_alike(feed: Feed, split: dict[str, int], outcomes: dict[tuple[str, str], Outcome]) -> None:
    """Both read the same condition: where they differ, a verdict would be green over rows that were held back."""
    counted = {name: outcomes[feed.name, name].rows_failed for name in split if not outcomes[feed.name, name].crashed}
    if differing := {name: (split[name], many) for name, many in counted.items() if split[name] != many}:
        raise AssertionError(f"{feed.name}: the split and Great Expectations count different bad rows (split, counted): {differing}")


def _verdict(con, batch: Batch, profile: Profile, feed: Feed, check: Rule | Expectation, outcome: Outcome) -> Verdict:
    status = "crashed" if outcome.crashed else "passed" if outcome.passed else "failed"
    example = outcome.crashed
    if status == "failed":
        example = rows.first_example(con, batch, feed, check) if isinstance(check, Rule) else rows.finding(con, check, outcome.observed)
    column = check.columns[0] if isinstance(check, Rule) else check.column
    read = profile["feeds"][feed.name]["read"]
    return Verdict(feed.name, check.name, check.severity, column, status, read, outcome.rows_failed, check.says, example)
