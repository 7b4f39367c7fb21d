"""Electricity Maps and WattTime as their references document them, on loopback.

portal.electricitymaps.com (carbon-intensity/forecast, /past-range) and docs.watttime.org (/login,
/v3/region-from-loc, /v3/forecast, /v3/historical). A test changes what it wants otherwise.
"""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

HOUR = timedelta(hours=1)
LB_PER_MWH = 0.45359237
"""Which is 1 g/kWh."""


def iso(moment):
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def read(text):
    return datetime.fromisoformat(text).astimezone(UTC)


class GridServices(ThreadingHTTPServer):
    """Both services; the intensities are `week`, and `ahead` in the hours to come."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.reset()

    def reset(self):
        self.now = datetime(2027, 1, 10, 9, 20, tzinfo=UTC)
        self.week = [50.0] * 168
        """By hour of the week, from Monday 00:00 UTC on."""
        self.ahead = {}
        """By hour, where it is not as in every week."""
        self.zones = {"SE-SE3"}
        self.refused = set()  # of forecast, past-range, historical
        self.reaches, self.is_estimated = 72, False
        self.asked = []

    def at(self, hour):
        usual = self.week[hour.weekday() * 24 + hour.hour]
        return self.ahead.get(hour, usual)

    def hours(self, since, until):
        hour = since.replace(minute=0, second=0, microsecond=0)
        while hour < min(until, since + 1000 * HOUR):
            yield hour
            hour += HOUR

    def answer(self, path, query, headers):
        if path.startswith("/v3/carbon-intensity/"):
            return self.electricity_maps(path.rpartition("/")[2], query, headers)
        return self.watttime(path, query, headers)

    def electricity_maps(self, what, query, headers):
        zone = query["zone"]
        if headers.get("auth-token") != "good-key":
            return 401, {"error": "Invalid auth-token"}
        assert (query["disableCallerLookup"], query["emissionFactorType"]) == ("true", "lifecycle")
        if zone not in self.zones:
            return 404, {"error": f"No data for zone {zone}"}
        if what in self.refused:
            told = f"zoneKey={zone},requestType={what},dataType=carbon-intensity."
            return 401, {"error": f"Request unauthorized for {told}"}
        if what == "forecast":
            until = self.now + min(self.reaches, int(query["horizonHours"])) * HOUR
            rows = [
                {"carbonIntensity": self.at(hour), "datetime": iso(hour)}
                for hour in self.hours(self.now, until)
            ]
            return 200, {"zone": zone, "forecast": rows, "updatedAt": iso(self.now)}
        assert (what, query["temporalGranularity"]) == ("past-range", "hourly")
        since, until = read(query["start"]), read(query["end"])
        assert until - since <= 240 * HOUR
        rows = [
            {
                "zone": zone,
                "carbonIntensity": self.week[hour.weekday() * 24 + hour.hour],
                "datetime": iso(hour),
                "updatedAt": iso(self.now),
                "createdAt": iso(self.now),
                "emissionFactorType": "lifecycle",
                "isEstimated": self.is_estimated,
                "estimationMethod": "TIME_SLICER_AVERAGE" if self.is_estimated else None,
            }
            for hour in self.hours(since, min(until, self.now))
        ]
        return 200, {"zone": zone, "data": rows, "temporalGranularity": "hourly"}

    def watttime(self, path, query, headers):
        if path == "/login":
            good = headers.get("Authorization") == "Basic " + b64encode(b"user:password").decode()
            return (200, {"token": "a.b.c"}) if good else (403, None)
        assert headers.get("Authorization") == "Bearer a.b.c"
        assert query["signal_type"] == "co2_moer"
        if path == "/v3/region-from-loc":
            return 200, {"region": "SE", "region_full_name": "Sweden", "signal_type": "co2_moer"}
        what = path.removeprefix("/v3/")
        if what in self.refused:
            return 403, {"error": "FORBIDDEN", "message": "not in the plan"}
        meta = {
            "region": query["region"],
            "signal_type": "co2_moer",
            "units": "lbs_co2_per_mwh",
            "data_point_period_seconds": 300,
            "model": {"date": "2026-03-01"},
        }
        if what == "forecast":
            since, until = self.now, self.now + int(query["horizon_hours"]) * HOUR
            meta["generated_at"] = self.now.isoformat()
        else:
            assert what == "historical"
            since, until = read(query["start"]), read(query["end"])
            assert until - since <= 32 * 24 * HOUR
        rows = [
            {
                "point_time": (hour + part * HOUR / 2).isoformat(),
                "value": self.at(hour) / LB_PER_MWH,
            }
            for hour in self.hours(since, until)
            for part in (0, 1)
        ]
        return 200, {"data": rows, "meta": meta}


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.server.asked.append((parts.path, query))
        status, body = self.server.answer(parts.path, query, self.headers)
        text = "" if body is None else json.dumps(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """A test's output is its own."""
