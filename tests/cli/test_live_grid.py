"""Do `place` and `report` count with live readings, and say clearly where there are none?

The services are a server on loopback that answers as their references say: Electricity Maps'
at portal.electricitymaps.com, WattTime's at docs.watttime.org.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from base64 import b64encode
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azgreen import catalog
from azgreen.cli import _live, main
from azgreen.grid import GridError, WattTime
from azgreen.grid._http import Service
from azgreen.grid.electricity_maps import KEY
from azgreen.grid.watttime import PASSWORD, USER

HOUR = "2026-11-23T10:00:00.000Z"
EM = "Electricity Maps"
PLAIN = """\
name: w
traffic: {requestsPerSecond: 0.5, inputTokens: 1155, outputTokens: 211}
models: gpt-4.1-mini
skus: [Standard]
from: westeurope
"""
ZONES = {catalog.region(item.region).grid_zone for item in catalog.offers("gpt-4.1-mini")} | {
    catalog.region("eastus").grid_zone
}
HOME, CLEAN = catalog.region("westeurope").grid_zone, catalog.region("swedencentral").grid_zone
OFFLINE = (
    "offline, with the quota and availability of the catalogue: "
    "no subscription is named; set AZURE_SUBSCRIPTION_ID\n"
)


class Services(ThreadingHTTPServer):
    """What both services answer; a test changes what it wants otherwise."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.reset()

    def reset(self):
        self.intensities = dict.fromkeys(ZONES, 300.0) | {HOME: 7.0, CLEAN: 31.0}
        self.plan = set(ZONES)
        self.forecast = [(f"2026-11-23T{hour}:00:00.000Z", 90 - hour) for hour in (10, 11, 12)]
        self.moer, self.units, self.opened = 1000.0, "lbs_co2_per_mwh", {"SE"}
        self.changed = {}  # fields of the latest reading
        self.instead = []  # (path, status, headers, body): each once, in order
        self.asked = []

    def handle_error(self, *_):
        """Whoever asked has gone, or a test fails because nothing is answered."""

    def answer(self, path, query, headers):
        for held in self.instead:
            if held[0] == path:
                self.instead.remove(held)
                return held[1:]
        if path.startswith("/v3/carbon-intensity/"):
            return self.electricity_maps(path.rpartition("/")[2], query, headers)
        return self.watttime(path, query, headers)

    def electricity_maps(self, what, query, headers):
        zone = query["zone"]
        if headers.get("auth-token") != "good-key":
            return 401, {}, {"error": "Invalid auth-token"}
        if zone not in self.intensities:
            if query.get("disableCallerLookup") != "true":
                zone = "DK-DK1"
            else:
                return 404, {}, {"error": f"No data for zone {zone}"}
        if zone not in self.plan or (what == "forecast" and self.forecast is None):
            told = f"zoneKey={zone},requestType={what},dataType=carbon-intensity."
            return 401, {}, {"error": f"Request unauthorized for {told}"}
        if what == "forecast":
            assert query["horizonHours"] == "24"
            rows = [{"carbonIntensity": value, "datetime": hour} for hour, value in self.forecast]
            return 200, {}, {"zone": zone, "updatedAt": HOUR, "forecast": rows}
        told = {
            "zone": zone,
            "carbonIntensity": self.intensities[zone],
            "datetime": HOUR,
            "updatedAt": HOUR,
            "createdAt": HOUR,
            "emissionFactorType": query["emissionFactorType"],
            "isEstimated": zone == CLEAN,
            "estimationMethod": "FORECASTS_HIERARCHY" if zone == CLEAN else None,
        }
        return 200, {}, told | self.changed

    def watttime(self, path, query, headers):
        if path == "/login":
            good = "Basic " + b64encode("user:pässword".encode()).decode()
            if headers.get("Authorization") != good:
                return 403, {}, None
            return 200, {}, {"token": "a.b.c"}
        if headers.get("Authorization") != "Bearer a.b.c":
            return 401, {}, {"error": "Invalid token"}
        assert query["signal_type"] == "co2_moer"
        if path == "/v3/region-from-loc":
            where = query["latitude"], query["longitude"]
            sweden = catalog.region("swedencentral")
            name = "SE" if where == (str(sweden.latitude), str(sweden.longitude)) else "ELSEWHERE"
            return 200, {}, {"region": name, "region_full_name": name, "signal_type": "co2_moer"}
        assert (path, query["horizon_hours"]) == ("/v3/forecast", "0")
        if query["region"] not in self.opened:
            return 403, {}, {"error": "FORBIDDEN", "message": "not in the plan"}
        meta = {"region": query["region"], "signal_type": "co2_moer", "units": self.units}
        data = [{"point_time": "2026-11-23T10:05:00+00:00", "value": self.moer}]
        return 200, {}, {"data": data, "meta": meta}


class Answering(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # the body follows the head: it would wait 40 ms for its answer

    def do_GET(self):
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        self.server.asked.append((parts.path, query))
        status, headers, body = self.server.answer(parts.path, query, self.headers)
        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """A test's output is its own."""


@pytest.fixture(scope="module")
def running():
    with Services() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def services(running, monkeypatch):
    for name in _live.SUBSCRIPTIONS:
        monkeypatch.delenv(name, raising=False)
    for name, value in ((KEY, "good-key"), (USER, "user"), (PASSWORD, "pässword")):
        monkeypatch.setenv(name, value)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    monkeypatch.setenv("COLUMNS", "160")
    running.reset()
    return running


@pytest.fixture
def azgreen(services, project, capsys):
    """Runs a command on a workload and returns its exit code, stdout and stderr."""

    def run(command, *options, text=PLAIN):
        file = project / "w.yaml"
        file.write_text(text, encoding="utf-8")
        try:
            code = main([command, str(file), "--grid-url", services.url, *options])
        except SystemExit as ended:
            code = ended.code
        told = capsys.readouterr()
        shown = told.err.replace(f"{project}/", "").replace(services.url, "URL")
        return code, told.out, shown.replace(OFFLINE, "")

    return run


@pytest.fixture
def live(azgreen):
    def run(*options, **more):
        return azgreen("place", "--grid", "live", *options, **more)

    return run


def test_the_hour_decides_and_the_year_stands_beside(live, services):
    code, out, err = live("--format", "json")
    assert (code, err) == (0, "")
    shown = json.loads(out)
    choice, snapshot = shown["choice"], shown["snapshot"]
    assert choice["region"] == "westeurope"
    assert choice["grid_gco2e_per_kwh"]["mid"] == 7
    assert choice["yearly_grid_gco2e_per_kwh"]["mid"] == 253
    assert choice["grid_source"] == f"{EM}, zone NL, hour of 2026-11-23 10:00 UTC"
    assert snapshot["yearly_choice"]["region"] == "swedencentral"
    assert snapshot["yearly_choice"]["grid_gco2e_per_kwh"]["mid"] == 31
    assert snapshot["readings"]["swedencentral"]["is_estimated"]
    assert snapshot["warnings"][0] == (
        "a snapshot, hour of 2026-11-23 10:00 UTC: do not let it decide where a long-lived "
        "workload lives; the yearly averages choose gpt-4.1-mini as Standard in swedencentral"
    )
    assert shown["default_choice"]["region"] == "eastus"
    latest = [query for path, query in services.asked if path.endswith("/latest")]
    assert sorted(query["zone"] for query in latest) == sorted(ZONES)
    assert {query["emissionFactorType"] for query in latest} == {"lifecycle"}
    assert {query["disableCallerLookup"] for query in latest} == {"true"}


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_both_columns_and_the_warning_are_shown(live, form):
    code, out, err = live("--format", form)
    assert (code, err) == (0, "")
    assert "gCO2e/kWh now" in out
    assert "gCO2e/kWh yearly" in out
    lines = [" ".join(line.replace("|", " ").split()) for line in out.splitlines()]
    assert any(line.startswith("choice westeurope gpt-4.1-mini, Standard 7 253 ") for line in lines)
    assert any(
        line.startswith("by year swedencentral gpt-4.1-mini, Standard 31 20 ") for line in lines
    )
    assert any(line.startswith("default eastus ") and " 300 418 " in line for line in lines)
    flowing = " ".join(out.split())
    assert "warning: a snapshot, hour of 2026-11-23 10:00 UTC: do not let it decide" in flowing
    assert "warning: a month is counted as if every hour were that one; limits are held" in flowing
    assert (
        f"forecast: {EM}, zone NL, next 3 hours: 78 to 80 gCO2e/kWh, "
        "least in the hour of 2026-11-23 12:00 UTC"
    ) in flowing
    assert (
        f"grid: now of the choice: {EM}, zone NL, hour of 2026-11-23 10:00 UTC; yearly: " in flowing
    )


def test_a_choice_on_which_both_agree_has_one_row(live, services):
    services.intensities[HOME] = 600.0
    _, out, _ = live()
    assert "by year" not in out
    assert "the yearly averages choose the same place" in " ".join(out.split())


def test_yearly_asks_nobody_and_looks_as_before(azgreen, services):
    code, out, err = azgreen("place", "--offline", "--format", "json")
    assert (code, err) == (0, "")
    shown = json.loads(out)
    assert shown["snapshot"] is None
    assert not {"forecast", "marginal"} & shown.keys()
    assert azgreen("place", "--grid", "yearly", "--offline", "--format", "json")[1] == out
    assert services.asked == []


def test_zones_that_the_key_does_not_open_stay_yearly_and_are_named(live, services):
    services.plan = {CLEAN}
    code, out, err = live("--format", "json")
    assert code == 0
    others = ", ".join(sorted(ZONES - {CLEAN}))
    assert (
        err == f"no reading, so the yearly average, of {others}: not in the key's plan (latest)\n"
    )
    shown = json.loads(out)
    assert shown["choice"]["region"] == "swedencentral"
    assert shown["choice"]["grid_gco2e_per_kwh"]["mid"] == 31
    assert shown["stay"]["grid_gco2e_per_kwh"]["mid"] == 253
    assert shown["stay"]["grid_source"].startswith(f"{EM}, yearly average 2025 of zone NL")
    compared = shown["snapshot"]["warnings"][2]
    assert compared.startswith("no reading, so the yearly average is compared with readings: ")
    assert "westeurope" in compared


def test_the_region_of_the_default_choice_is_read_wherever_the_models_are(
    live, services, monkeypatch
):
    apart = next(item for item in catalog.regions() if item.grid_zone not in ZONES)
    monkeypatch.setattr("azgreen.estimate.DEFAULT_REGION", apart.name)
    live("--format", "json")
    asked = {query["zone"] for path, query in services.asked if path.endswith("/latest")}
    assert asked == ZONES | {apart.grid_zone}


def test_a_pool_is_live_where_it_is_read(live, services):
    services.plan = {CLEAN, HOME}
    text = PLAIN.replace("[Standard]", "[GlobalStandard]")
    _, out, _ = live("--format", "json", text=text)
    shown = json.loads(out)
    assert " live in 2 of " in shown["choice"]["grid_source"]
    assert "yearly average 2025 of the other " in shown["choice"]["grid_source"]
    assert shown["choice"]["grid_gco2e_per_kwh"]["low"] == 7
    assert shown["forecast"] == {
        "not_known": "none: GlobalStandard does not say in which zone it runs"
    }


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"carbonIntensity": None}, "nothing is measured or estimated for this hour"),
        ({"zone": "DK-DK1"}, "the answer is for zone 'DK-DK1'"),
    ],
)
def test_an_answer_for_no_hour_or_for_another_zone_is_no_reading(live, services, changed, told):
    services.changed = changed
    code, out, err = live()
    assert (code, out) == (2, "")
    first = sorted(ZONES)[:3]
    shown = "; ".join(f"{zone}: {told}" for zone in first)
    assert err == f"error: none of {len(ZONES)} zones can be read; {shown}\n"


def test_a_zone_that_is_not_known_there_is_named(live, services):
    del services.intensities[HOME]
    code, _, err = live("--format", "json")
    assert code == 0
    assert err == (
        f"no reading, so the yearly average, of {HOME}: "
        f"not known there (404: No data for zone {HOME})\n"
    )


UNKNOWN_FORM = f"{EM}: answers in a form that this version does not know: "
ADVICE = "; update azgreen, or take the yearly averages"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"carbonIntensity": "300"}, "TypeError: '300' is no number"),
        ({"carbonIntensity": True}, "TypeError: True is no number"),
        ({"carbonIntensity": float("inf")}, "TypeError: inf is no number"),
        (
            {"carbonIntensity": -5},
            "EstimateError: grid reading of zone ZONE: -5.0 gCO2e/kWh is not usable; "
            "it must be finite, from 0",
        ),
        ({"datetime": "yesterday"}, "ValueError: Invalid isoformat string: 'yesterday'"),
        ({"datetime": "2026-11-23T10:00"}, "ValueError: '2026-11-23T10:00' has no time zone"),
        ({"emissionFactorType": "direct"}, "emissionFactorType 'direct', not 'lifecycle'"),
    ],
)
def test_what_is_not_documented_is_a_fault(live, services, changed, told):
    services.changed = changed
    code, out, err = live()
    assert (code, out) == (2, "")
    assert err == f"error: {UNKNOWN_FORM}{told.replace('ZONE', min(ZONES))}{ADVICE}\n"


LATEST = "/v3/carbon-intensity/latest"
YEARLY = "or take the yearly averages"


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            [(429, {"Retry-After": "3600"}, {"error": "Too many requests"})],
            f"{EM}: the quota of the account is used up (429); wait 3600 s, {YEARLY}",
        ),
        (
            [(429, {"Retry-After": "0"}, None)] * 2,
            f"{EM}: the quota of the account is used up (429); wait 0 s, {YEARLY}",
        ),
        (
            [(503, {"Retry-After": "0"}, None)] * 2,
            f"{EM}: does not answer (503); wait 0 s, {YEARLY}",
        ),
        ([(500, {}, "<html>")], f"{EM}: does not answer (500); try again later, {YEARLY}"),
        (
            [(302, {"Location": "http://example.com/"}, None)],
            f"{EM}: does not answer (302); try again later, {YEARLY}",
        ),
        ([(200, {}, "<html>")], f"{UNKNOWN_FORM}no JSON object{ADVICE}"),
        ([(200, {}, [1])], f"{UNKNOWN_FORM}no JSON object{ADVICE}"),
        ([(418, {}, {"error": "teapot"})], f"{EM}: does not answer (418: teapot)"),
        (
            [(403, {}, {"message": "blocked\nby us"})],
            f"{EM}: refuses the key in {KEY} (403: blocked by us); "
            "check it, or make a new one at electricitymaps.com",
        ),
    ],
)
def test_no_answer_ends_with_a_fault_after_one_retry(live, services, answers, told):
    services.instead = [(LATEST, *answer) for answer in answers]
    code, out, err = live()
    assert (code, out, err) == (2, "", f"error: {told}\n")
    assert len(services.asked) == len(answers)


def test_a_service_that_is_busy_once_is_asked_again(live, services):
    services.instead = [(LATEST, 429, {"Retry-After": "0"}, None)]
    code, _, err = live("--format", "json")
    assert (code, err) == (0, "")
    latest = [query["zone"] for path, query in services.asked if path == LATEST]
    assert len(latest) == len(ZONES) + 1


@pytest.mark.parametrize(
    ("told", "waited_s"),
    [(None, [1]), ("2", [2]), ("soon", [1]), ("Wed, 21 Oct 2015 07:28:00 GMT", [0]), ("11", [])],
)
def test_it_waits_as_long_as_it_is_told_and_not_for_long(services, told, waited_s):
    headers = {} if told is None else {"Retry-After": told}
    services.instead = [("/login", 503, headers, None)]
    waited = []
    with closing(Service("it", services.url, waited.append)) as service:
        if waited_s:
            assert service.get("/login").status == 403
        else:
            with pytest.raises(
                GridError, match=r"^it: does not answer \(503\); wait 11 s, or take"
            ):
                service.get("/login")
    assert waited == waited_s


def test_a_key_that_is_refused_is_not_repeated(live, monkeypatch):
    monkeypatch.setenv(KEY, "a-bad-key")
    assert live() == (
        2,
        "",
        f"error: {EM}: refuses the key in {KEY} (401: Invalid auth-token); "
        "check it, or make a new one at electricitymaps.com\n",
    )
    monkeypatch.setenv(KEY, "bad\nkey")
    assert live() == (2, "", f"error: {KEY}: holds a character that no key has; copy it again\n")


def test_every_key_that_is_missing_is_named_before_anything_is_asked(live, services, monkeypatch):
    for name in (KEY, USER, PASSWORD):
        monkeypatch.setenv(name, " ")
    assert live("--marginal") == (
        2,
        "",
        f"error: {KEY}: is not set; live readings need a key of Electricity Maps; "
        "sign up at electricitymaps.com\n"
        f"error: {USER}: is not set; marginal rates need an account of WattTime; "
        "sign up at watttime.org\n"
        f"error: {PASSWORD}: is not set; marginal rates need an account of WattTime; "
        "sign up at watttime.org\n",
    )
    assert services.asked == []


def test_nobody_there_and_nobody_in_time(live, services, monkeypatch):
    assert live("--grid-url", "http://127.0.0.1:1") == (
        2,
        "",
        f"error: {EM}: http://127.0.0.1:1 cannot be reached (ConnectionError); "
        f"check the network, {YEARLY}\n",
    )
    monkeypatch.setattr("azgreen.web._ANSWER_S", 0.05)
    held = threading.Event()
    monkeypatch.setattr(services, "answer", lambda *_: (held.wait(5), {}, None))
    code, out, err = live()
    held.set()
    assert (code, out) == (2, "")
    assert err == f"error: {EM}: no answer from URL within 0.05 s; try again later, {YEARLY}\n"


@pytest.mark.parametrize("url", ["http://example.com", "http://127.0.0.1:80@example.com"])
def test_a_key_is_sent_to_no_other_address(live, services, url):
    told = f"error: --grid-url: {url!r} is not local; allowed: http://127.0.0.1:PORT\n"
    assert live("--grid-url", url) == (2, "", told)
    assert services.asked == []


def test_a_snapshot_is_not_recorded_and_offline_asks_nobody(live, services, project):
    before = {item: item.read_bytes() for item in (project / "stacks").iterdir()}
    refused = "an hour's reading is no ground for a record that is to last; use --grid yearly"
    record = ("--stack", "local", "--cwd", str(project))
    assert live("--write", *record) == (2, "", f"error: --write: {refused}\n")
    assert live("--dry-run", *record) == (2, "", f"error: --dry-run: {refused}\n")
    assert live("--write", "--offline", "--marginal", *record) == (
        2,
        "",
        f"error: --write: {refused}\n"
        "error: --grid: live asks Electricity Maps; leave --offline out\n"
        "error: --marginal: asks WattTime; leave --offline out\n",
    )
    assert {item: item.read_bytes() for item in (project / "stacks").iterdir()} == before
    assert services.asked == []


def test_a_forecast_that_cannot_be_had_is_said_and_nothing_is_lost(live, services):
    services.forecast = None
    code, out, _ = live("--format", "json")
    assert code == 0
    assert json.loads(out)["forecast"] == {"not_known": "none: not in the key's plan (forecast)"}
    services.forecast = []
    assert json.loads(live("--format", "json")[1])["forecast"] == {
        "not_known": "none: the forecast is empty"
    }
    services.forecast = [("now", 1)]
    told = json.loads(live("--format", "json")[1])["forecast"]["not_known"]
    assert told == f"none: {UNKNOWN_FORM}ValueError: Invalid isoformat string: 'now'{ADVICE}"


def test_a_forecast_names_the_first_of_the_cleanest_hours(live, services):
    services.forecast = [
        (f"2026-11-23T{h}:00:00.000Z", value) for h, value in ((10, 9), (11, 8), (12, 8))
    ]
    assert json.loads(live("--format", "json")[1])["forecast"] == {
        "zone": "NL",
        "gco2e_per_kwh": {
            "2026-11-23T10:00:00+00:00": 9,
            "2026-11-23T11:00:00+00:00": 8,
            "2026-11-23T12:00:00+00:00": 8,
        },
        "cleanest": "2026-11-23T11:00:00+00:00",
    }


def test_the_marginal_rate_is_shown_and_in_no_total(azgreen):
    code, out, err = azgreen("place", "--marginal", "--format", "json")
    assert (code, err) == (0, "")
    shown = json.loads(out)
    assert shown.pop("marginal") == {
        "swedencentral": {
            "marginal_gco2_per_kwh": pytest.approx(453.59237),
            "source": "WattTime",
            "watttime_region": "SE",
            "as_of": "2026-11-23T10:05:00+00:00",
        },
        "francecentral": {"not_known": "none: the account does not open ELSEWHERE"},
        "westeurope": {"not_known": "none: the account does not open ELSEWHERE"},
    }
    assert shown == json.loads(azgreen("place", "--format", "json")[1])
    flowing = " ".join(azgreen("place", "--marginal")[1].split())
    assert (
        "marginal, in no total: swedencentral: 454 gCO2 per further kWh "
        "(WattTime, region SE, 2026-11-23 10:05 UTC)"
    ) in flowing


def test_no_marginal_rate_where_the_region_is_not_known(azgreen):
    text = PLAIN.replace("[Standard]", "[GlobalStandard]")
    told = json.loads(azgreen("place", "--marginal", "--format", "json", text=text)[1])["marginal"]
    assert {item["not_known"] for item in told.values()} == {
        "none: GlobalStandard does not say where it runs"
    }


WATTTIME_FORM = "WattTime: answers in a form that this version does not know: "


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            ("/login", 403, {}, None),
            f"WattTime: refuses {USER} and {PASSWORD} (403); "
            "check them, or sign up at watttime.org",
        ),
        (("/login", 200, {}, {}), f"{WATTTIME_FORM}login without 'token'{ADVICE}"),
        (
            ("/v3/region-from-loc", 401, {}, {"error": "expired"}),
            "WattTime: refuses its own token (401: expired); try again",
        ),
        (
            ("/v3/region-from-loc", 200, {}, {}),
            f"{WATTTIME_FORM}region-from-loc without 'region'{ADVICE}",
        ),
        (("/v3/forecast", 200, {}, "<html>"), f"{WATTTIME_FORM}no JSON object{ADVICE}"),
        (
            ("/v3/forecast", 200, {}, {"meta": {"units": "lbs_co2_per_mwh"}, "data": []}),
            f"{WATTTIME_FORM}IndexError: list index out of range{ADVICE}",
        ),
        (
            ("/v3/forecast", 418, {}, {"error": "teapot"}),
            "WattTime: does not answer (418: teapot)",
        ),
    ],
)
def test_a_watttime_that_fails_ends_with_a_fault(azgreen, services, answer, told):
    services.instead = [answer]
    assert azgreen("place", "--marginal") == (2, "", f"error: {told}\n")


def test_other_units_are_refused_and_a_place_not_covered_is_said(azgreen, services):
    services.units = "kg_co2_per_mwh"
    assert azgreen("place", "--marginal") == (
        2,
        "",
        f"error: {WATTTIME_FORM}units 'kg_co2_per_mwh' instead of 'lbs_co2_per_mwh'{ADVICE}\n",
    )
    services.units = "lbs_co2_per_mwh"
    services.instead = [("/v3/region-from-loc", 404, {}, {"error": "Coordinates not found"})]
    told = json.loads(azgreen("place", "--marginal", "--format", "json")[1])["marginal"]
    assert told["swedencentral"] == {"not_known": "none: not covered (404: Coordinates not found)"}


def test_pounds_and_megawatt_hours_become_grams_and_kilowatt_hours(services):
    @settings(deadline=None, max_examples=20)
    @given(st.floats(-100, 3000))
    def converts(lb_per_mwh):
        services.moer = lb_per_mwh
        found = service.now(catalog.region("swedencentral"))
        # a pound is 453.59237 g by definition, and a MWh 1000 kWh
        assert found.marginal_gco2_per_kwh == pytest.approx(lb_per_mwh * 453.59237 / 1000)

    with closing(WattTime(services.url)) as service:
        converts()
    logins = [path for path, _ in services.asked if path == "/login"]
    assert len(logins) == 1


def test_the_report_tells_the_moment_the_year_and_the_warning(azgreen, project):
    file = project / "page.html"
    code, _, err = azgreen("report", "--grid", "live", "--output", str(file))
    assert (code, err) == (0, "")
    text = file.read_text("utf-8")
    assert f"Grid of the choice: {EM}, zone NL, hour of 2026-11-23 10:00 UTC." in text
    assert "Warning: a snapshot, hour of 2026-11-23 10:00 UTC: do not let it decide" in text
    assert "/kWh now</th>" in text
    assert "/kWh yearly</th>" in text
    assert "choice by year" in text


def test_a_report_without_a_key_writes_nothing(azgreen, project, monkeypatch):
    monkeypatch.delenv(KEY)
    file = project / "page.html"
    told = f"error: {KEY}: is not set; live readings need a key of Electricity Maps; "
    assert azgreen("report", "--grid", "live", "--output", str(file)) == (
        2,
        "",
        f"{told}sign up at electricitymaps.com\n",
    )
    assert not file.exists()


def test_only_the_live_grid_loads_what_asks():
    example = Path(__file__).parents[2] / "examples/workloads/assistant.yaml"
    code = (
        "import sys; import azgreen; from azgreen.cli import main; "
        f"main(['place', {str(example)!r}, '--offline', '--format', 'json']); "
        "sys.exit(bool({'requests', 'urllib3', 'azgreen.grid'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
