"""Where does `regions.csv` come from?

Coordinates and display names come from PyPI `cloud-regions-info` 1.0.1 (MIT). What only documents
hold is the table below; SOURCES.md names the document and date of each column.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from refresh_files import arguments, finish, python_package, table

from azgreen.catalog._regions import COLUMNS

PACKAGE = "cloud-regions-info==1.0.1"
WUE_YEAR = "2022"

# name: display name, latitude, longitude. Regions younger than the package, at their city; Jio
# India West stands in Jamnagar, where the package repeats the coordinates of Mumbai.
BY_HAND = {
    "austriaeast": ("Austria East", 48.2082, 16.3738),
    "belgiumcentral": ("Belgium Central", 50.8503, 4.3517),
    "denmarkeast": ("Denmark East", 55.6761, 12.5683),
    "eastus3": ("East US 3", 33.749, -84.388),
    "finlandcentral": ("Finland Central", 60.1699, 24.9384),
    "greececentral": ("Greece Central", 37.9838, 23.7275),
    "indiasouthcentral": ("India South Central", 17.385, 78.4867),
    "jioindiawest": ("Jio India West", 22.4707, 70.0577),
    "newzealandnorth": ("New Zealand North", -36.8485, 174.7633),
    "spaincentral": ("Spain Central", 40.4168, -3.7038),
    "westcentralus": ("West Central US", 41.14, -104.8202),
}

# region | place | geography | data zone | grid zone | its basis | PUE | PUE year | WUE 2022 L/kWh
# Blank: unknown. A WUE of 0.00 (India South Central, New Zealand North) is a gap in its source, not
# a fact. The source files PUE 1.15 and WUE 1.09 under `westus` but places that row at Quincy,
# Washington: westus2.
FACTS = """\
australiacentral|Canberra|Australia||AU-NSW|listed|||
australiaeast|New South Wales|Australia||AU-NSW|listed|1.12|2022|0.01
australiasoutheast|Victoria|Australia||AU-VIC|listed|1.12|2022|0.01
austriaeast|Vienna|Austria|eu|AT|by location|1.12|2022|0.02
belgiumcentral|Brussels|Belgium|eu|BE|by location|||
brazilsouth|São Paulo|Brazil||BR-CS|listed|1.12|2022|0.04
brazilsoutheast|Rio de Janeiro|Brazil||BR-CS|listed|||
canadacentral|Toronto|Canada||CA-ON|listed|||
canadaeast|Quebec City|Canada||CA-QC|listed|||
centralindia|Pune|India||IN-WE|listed|||
centralus|Iowa|United States|us|US-MIDW-MISO|listed|1.16|2023|0.19
chilecentral|Santiago|Chile||CL-SEN|by location|||
chinaeast|Shanghai|China||CN|listed|||
chinanorth|Beijing|China||CN|listed|||
denmarkeast|Copenhagen|Denmark|eu|DK-DK2|by location|1.16|2022|0.01
eastasia|Hong Kong|Asia Pacific||HK|listed|||
eastus|Virginia|United States|us|US-MIDA-PJM|listed|1.14|2023|0.17
eastus2|Virginia|United States|us|US-MIDA-PJM|listed|1.14|2023|0.17
eastus3|Georgia|United States|us|US-SE-SOCO|by location|1.12|2022|0.06
finlandcentral|Helsinki|Finland|eu|FI|by location|||
francecentral|Paris|France|eu|FR|listed|||
francesouth|Marseille|France|eu|FR|listed|||
germanynorth|Berlin|Germany|eu|DE|listed|||
germanywestcentral|Frankfurt|Germany|eu|DE|listed|||
greececentral|Athens|Greece|eu|GR|by location|1.12|2022|0.10
indiasouthcentral|Hyderabad|India||IN-SO|by location|1.43|2022|
indonesiacentral|Jakarta|Indonesia||ID|listed|||
israelcentral|Israel|Israel||IL|listed|||
italynorth|Milan|Italy|eu|IT-NO|listed|1.12|2022|0.02
japaneast|Tokyo|Japan||JP-TK|listed|||
japanwest|Osaka|Japan||JP-KN|listed|||
jioindiawest|Jamnagar|India||IN-WE|by location|||
koreacentral|Seoul|Korea||KR|listed|||
koreasouth|Busan|Korea||KR|listed|||
malaysiawest|Kuala Lumpur|Malaysia||MY-WM|by location|||
mexicocentral|Querétaro|Mexico||MX|listed|1.12|2022|0.06
newzealandnorth|Auckland|New Zealand||NZ|listed|1.12|2022|
northcentralus|Illinois|United States|us|US-MIDA-PJM|listed|1.35|2023|0.79
northeurope|Ireland|Europe|eu|IE|listed|1.19|2023|0.03
norwayeast|Oslo|Norway||NO-NO1|listed|||
norwaywest|Stavanger|Norway||NO-NO2|listed|||
polandcentral|Warsaw|Poland|eu|PL|listed|1.12|2022|0.02
qatarcentral|Doha|Qatar||QA|listed|||
southafricanorth|Johannesburg|South Africa||ZA|listed|||
southafricawest|Cape Town|South Africa||ZA|listed|||
southcentralus|Texas|United States|us|US-TEX-ERCO|listed|1.28|2023|1.82
southeastasia|Singapore|Asia Pacific||SG|listed|1.34|2023|2.06
southindia|Chennai|India||IN-SO|listed|||
spaincentral|Madrid|Spain|eu|ES|listed|1.12|2022|
swedencentral|Gävle|Sweden|eu|SE-SE3|listed|1.16|2023|0.16
swedensouth|Malmö|Sweden|eu|SE-SE4|by location|||
switzerlandnorth|Zurich|Switzerland||CH|listed|||
switzerlandwest|Geneva|Switzerland||CH|listed|||
taiwannorth|Taipei|Taiwan||TW|by location|1.20|2022|1.00
uaecentral|Abu Dhabi|UAE||AE|listed|||
uaenorth|Dubai|UAE||AE|listed|||
uksouth|London|United Kingdom||GB|listed|||
ukwest|Cardiff|United Kingdom||GB|listed|||
westcentralus|Wyoming|United States|us|US-NW-PACE|listed|1.11|2023|0.23
westeurope|Netherlands|Europe|eu|NL|listed|1.14|2023|0.08
westindia|Mumbai|India||IN-WE|by location|||
westus|California|United States|us|US-CAL-CISO|listed|||
westus2|Washington|United States|us|US-NW-BPAT|listed|1.15|2023|1.09
westus3|Phoenix|United States|us|US-SW-AZPS|listed|1.18|2023|2.24
"""

# Pairs of the same document; ">" where the other region's pair is a third. Regions that stand in
# no line have no pair. Left out, as the catalogue lacks the other region: Australia Central
# (with Australia Central 2) and Jio India West (with Jio India Central).
PAIRS = """\
australiaeast = australiasoutheast
brazilsouth > southcentralus
brazilsoutheast > brazilsouth
canadacentral = canadaeast
centralindia = southindia
centralus = eastus2
chinaeast = chinanorth
eastasia = southeastasia
eastus = westus
francecentral = francesouth
germanynorth = germanywestcentral
japaneast = japanwest
koreacentral = koreasouth
northcentralus = southcentralus
northeurope = westeurope
norwayeast = norwaywest
southafricanorth = southafricawest
swedencentral = swedensouth
switzerlandnorth = switzerlandwest
uaecentral = uaenorth
uksouth = ukwest
westcentralus = westus2
westindia > southindia
westus3 > eastus
"""


def main() -> int:
    """Write or compare `regions.csv`."""
    args = arguments("Refresh the table of Azure regions.")
    with tempfile.TemporaryDirectory() as folder:
        package = python_package(PACKAGE, Path(folder))
        mapping = package / "cloud_regions_info" / "mappings" / "azure_regions.json"
        listed = json.loads(mapping.read_text(encoding="utf-8"))
    pairs = _pairs()
    rows = [_row(line.split("|"), listed, pairs) for line in FACTS.splitlines()]
    return finish({"regions.csv": table(COLUMNS, ("name",), rows)}, check=args.check)


def _pairs() -> dict[str, str]:
    """Return the pair of each region that has one."""
    pairs: dict[str, str] = {}
    for line in PAIRS.splitlines():
        one, sign, other = line.split()
        pairs[one] = other
        if sign == "=":
            pairs[other] = one
    return pairs


def _row(
    cells: list[str], listed: dict[str, dict[str, Any]], pairs: dict[str, str]
) -> dict[str, str]:
    name, place, geography, data_zone, grid_zone, basis, pue, pue_year, wue = cells
    found = listed.get(name, {})
    display, latitude, longitude = BY_HAND.get(name) or (
        found["location"],
        found["latitude"],
        found["longitude"],
    )
    values = (
        display,
        place,
        geography,
        data_zone,
        f"{latitude:.4f}",
        f"{longitude:.4f}",
        grid_zone,
        basis,
    )
    measured = (pue, pue_year, wue, WUE_YEAR if wue else "", pairs.get(name, ""))
    return dict(zip(COLUMNS, (name, *values, *measured), strict=True))


if __name__ == "__main__":
    raise SystemExit(main())
