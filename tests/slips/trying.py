"""What comes of one slip: which test saw it, or what it changed that nobody saw."""

from collections.abc import Iterable
from dataclasses import dataclass

from .held import DidNotRun, Held
from .pythons import Pythons
from .units import Units

DID_NOT_RUN, SEEN, HOLE, NO_MART = "did not run", "seen", "hole", "no mart"


@dataclass(frozen=True)
class Outcome:
    #: one of the four above: a hole changed a mart, and no test saw it; of NO_MART no mart of any world changed
    kind: str
    #: the test that saw it, or the mart that changed
    by: str = ""


class Trials:
    def __init__(self, helds: list[Held], units: Units, pythons: Pythons | None = None):
        self.helds, self.units, self.pythons = helds, units, pythons
        self.family = units.family
        self.id_of = {node["name"]: unique_id for unique_id, node in self.family.nodes.items()}

    def of(self, model: str, sql: str) -> Outcome:
        """The result when a model reads so."""
        unique_id = self.id_of[model]
        if seen := self.units.failing(unique_id, sql):
            return Outcome(SEEN, seen)
        #: the models that are others now, on any of the worlds
        reached: dict[str, None] = {}
        try:
            for held in self.helds:
                if seen := self.seen_by_data_tests(held, unique_id, sql, reached):
                    return Outcome(SEEN, seen)
        except DidNotRun as error:
            return Outcome(DID_NOT_RUN, str(error))
        if self.pythons:
            if seen := self.pythons.failing(unique_id, sql, {unique_id, *reached}):
                return Outcome(SEEN, seen)
            if not self.mart_in(reached):
                others = [self.pythons.worlds[key] for key, touched in self.pythons.touched.items() if touched]
                self.spread_over(others, unique_id, sql, reached)
        mart = self.mart_in(reached)
        return Outcome(HOLE, mart) if mart else Outcome(NO_MART)

    def seen_by_data_tests(self, held: Held, unique_id: str, sql: str, reached: dict[str, None]) -> str | None:
        cursor = held.cursor()
        try:
            if not held.put(cursor, unique_id, sql):
                return None
            here = [unique_id, *held.spread(cursor, unique_id)]
            reached |= dict.fromkeys(here)
            for other in here:
                if held.breaks_contract(cursor, other):
                    return f"contract of {self.family.nodes[other]['name']}"
            return held.failing(cursor, self.family.tests_of(set(here)))
        finally:
            cursor.close()

    def mart_in(self, reached: Iterable[str]) -> str | None:
        return next((self.family.nodes[other]["name"] for other in reached if self.family.is_mart(other)), None)

    def spread_over(self, changed: Iterable[Held], unique_id: str, sql: str, reached: dict[str, None]) -> None:
        """Until a mart has changed."""
        for held in changed:
            cursor = held.cursor()
            try:
                held.put(cursor, unique_id, sql)
                for other in (unique_id, *held.spread(cursor, unique_id)):
                    reached[other] = None
                    if self.family.is_mart(other):
                        return
            except DidNotRun:
                continue
            finally:
                cursor.close()
