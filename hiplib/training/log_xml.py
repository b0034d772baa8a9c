"""Activities of a GPX or TCX file.

Choice: the text streams through a hardened parser (defusedxml: no document type, no entities) into
one reader for both formats. It knows tags by their last name, so that the spellings of different
makers, old versions of the formats and odd values do not stop it; gpxpy and tcxreader keep the
whole tree of a file in memory, and the tests use them to check this reader.
"""

from __future__ import annotations

import io
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from hiplib.errors import InputError
from hiplib.training.log_text import decoded
from hiplib.training.tracks import NAN, UNNAMED, UTC_NOTE, Activity, Point, activity, clock, moment

# More than any watch writes into the largest file that is read.
_MAX_TAGS, _MAX_POINTS = 1_000_000, 250_000
_WORKS = "a GPX or TCX file of a recorded activity"
_NUMBERS = {
    "latitudedegrees": "lat", "longitudedegrees": "lon", "altitudemeters": "alt", "ele": "alt",
    "distancemeters": "dist", "distance": "dist", "cadence": "cadence", "cad": "cadence",
    "runcadence": "cadence",
}  # fmt: skip
_TEXTS = {*_NUMBERS, "time", "type", "id", "totaltimeseconds"}
_STRAVA_NUMBERS = {"9": "running", "1": "cycling", "10": "walking", "4": "hiking"}


def activities(data: bytes, name: str) -> list[Activity]:
    """Activities of a GPX or TCX file; InputError when it is damaged, unsafe or holds none."""
    import defusedxml
    from defusedxml.sax import make_parser

    reader, parser, source = _Tracks(name), make_parser(), InputSource()
    parser.forbid_dtd = True
    parser.setContentHandler(reader)
    try:
        # The bytes often belie the encoding that they declare, and blanks may stand before it.
        text = decoded(data)[0]
        source.setByteStream(io.BytesIO(text[max(text.find("<"), 0) :].encode()))
        source.setEncoding("utf-8")
        parser.parse(source)
    except defusedxml.DefusedXmlException as error:
        problem = (
            "it declares a document type or entities, which are not read because they can do harm"
        )
        raise InputError(name, problem, _WORKS) from error
    except (SAXException, ValueError, LookupError) as error:
        if isinstance(error, InputError):
            raise
        if not reader.cut_off():
            raise InputError(name, f"its XML is damaged ({_first_line(error)})", _WORKS) from error
    if not reader.found:
        raise InputError(name, reader.nothing(), _WORKS)
    return reader.found


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


class _Tracks(ContentHandler):
    """Collects points and sums while the tags of a file go by."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.found, self.path = name, list[Activity](), list[str]()
        self.tags = self.untimed = 0
        self.text: list[str] | None = None
        self.planned = False
        self._open("")

    def _open(self, kind: str) -> None:
        self.kind, self.points, self.part = kind, list[Point](), 0
        self.metres = self.seconds = 0.0
        self.first, self.utc = NAN, False
        self.point: dict[str, float] = {}
        self.in_point = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.tags += 1
        if self.tags > _MAX_TAGS or len(self.points) > _MAX_POINTS:
            most = f"{_MAX_POINTS:,} points or {_MAX_TAGS:,} tags"
            raise InputError(self.name, f"it has more than {most}", _WORKS)
        tag = name.rpartition(":")[2].lower()
        if not self.path and tag not in ("gpx", "trainingcenterdatabase"):
            kind = f"it is a file of the kind “{tag[:20]}”, which is not read"
            raise InputError(self.name, kind, _WORKS)
        self.path.append(tag)
        self.text = [] if tag in _TEXTS else None
        if tag in ("trk", "activity"):
            self._open(attrs.get("Sport", ""))
        elif tag in ("trkseg", "lap", "track"):
            self.part += 1
            if tag == "lap" and "StartTime" in attrs:
                self._time(attrs["StartTime"])
        elif tag in ("trkpt", "trackpoint"):
            self.point, self.in_point = {"part": float(self.part)}, True
            for key in ("lat", "lon"):
                if key in attrs:
                    self.point[key] = _number(attrs[key])
        self.planned = self.planned or tag in ("rte", "course", "wpt", "workout")

    def characters(self, content: str) -> None:
        if self.text is not None and len(self.text) < 8:
            self.text.append(content[:100])

    def endElement(self, name: str) -> None:  # noqa: N802
        tag, text = self.path.pop(), "".join(self.text or ()).strip()
        inside = self.path[-1] if self.path else ""
        self.text = None
        if tag == "time" and self.in_point:
            self.point["time"] = self._time(text)
        elif tag in _NUMBERS and self.in_point:
            self.point[_NUMBERS[tag]] = _number(text)
        elif inside == "lap" and tag == "distancemeters":
            self.metres += max(_number(text), 0) if text else 0
        elif inside == "lap" and tag == "totaltimeseconds":
            self.seconds += max(_number(text), 0) if text else 0
        elif inside == "trk" and tag == "type":
            self.kind = _STRAVA_NUMBERS.get(text, text)
        elif inside == "activity" and tag == "id":
            self._time(text)
        elif tag in ("trkpt", "trackpoint"):
            self.untimed += not self.point.get("time", NAN) > 0
            self.points.append(Point(**self.point))
            self.in_point = False
        elif tag in ("trk", "activity"):
            self._close()

    def _time(self, text: str) -> float:
        seconds, utc = clock(text)
        if seconds == seconds and not self.first <= seconds:
            self.first = seconds
        self.utc = self.utc or utc
        return seconds

    def _close(self) -> None:
        notes = [UTC_NOTE] if self.utc else []
        kind = UNNAMED if self.kind.strip().lower() in ("", "other", "unknown") else self.kind
        made = activity(self.points, kind, notes)
        start = made.start or moment(self.first)
        if start is not None:
            if self.metres > 0:
                made = made._replace(distance_km=self.metres / 1000, notes=tuple(notes))
            if self.seconds > 0:
                made = made._replace(duration_min=self.seconds / 60)
            self.found.append(made._replace(start=start))
        self._open("")

    def cut_off(self) -> bool:
        """Keep what stands before the damage, and say so; False when there is nothing."""
        if self.points:
            self._close()
        if self.found:
            note = "the file is damaged or cut off; what stands before the damage was read"
            self.found[-1] = self.found[-1]._replace(notes=(*self.found[-1].notes, note))
        return bool(self.found)

    def nothing(self) -> str:
        """Why there is no activity, in words."""
        if self.untimed:
            return "its points have no times or impossible ones, so nobody knows when the run was"
        if self.planned:
            return "it holds a planned route, a workout or places, not a recorded run"
        return "it holds no recorded activity"


def _number(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return NAN
