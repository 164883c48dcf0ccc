"""What is taken away from a page, in words. No Streamlit, no SQL."""

from dashboard.words import formats as w
from dashboard.words.language import later, say

#: a chart by the function that draws it
CHARTS = {
    "blame": later("blame"),
    "boldness": later("boldness"),
    "causes": later("causes"),
    "funnel": later("funnel"),
    "history": later("history"),
    "intervals": later("intervals"),
    "kept_by_member": later("kept by member"),
    "kept_by_period": later("kept by period"),
    "ladder": later("ladder"),
    "lead_times": later("lead times"),
    "lost_days": later("lost days"),
    "outcomes": later("outcomes"),
    "timeline": later("timeline"),
    "waits": later("waits"),
}


def chart(function: str) -> str:
    return w.named(CHARTS, function)


def under(view: str, as_of, source: str) -> str:
    """Below the title of a chart that stands alone."""
    return say("{view}; as of {as_of}; {source}", view=view, as_of=as_of, source=source)


def facts(name: str, finding: str, page: str, view: str, as_of, source: str) -> dict[str, str]:
    """What a workbook says of itself."""
    return {
        say("What"): name,
        say("Finding"): finding,
        say("Page"): page,
        say("Looked at"): view,
        say("As of"): str(as_of),
        say("Source"): source,
    }


def sheet() -> tuple[str, str]:
    """The sheet that says what the file is, and the other where its table has no name."""
    return say("About"), say("Table")
