"""Where does `grid_hours.csv` come from?

From Electricity Maps' hours of 2022 (ODbL 1.0), of which `mcsc-impact-climate/Geo-FTADS-Analysis`
publishes the mean of each hour of the day under the same licence, for zones in the United States;
restated by hand. Its text calls the hours local; they are UTC: California and Arizona have their
least at 19:00 and 18:00, which is noon there. The means of all hours are those of the year 2022 in
`grid_intensity.csv` within 4 %, Bonneville's within 10 %.
"""

from __future__ import annotations

from refresh_files import arguments, finish, table

from azgreen.catalog._grid_hours import COLUMNS

# of 00:00 to 23:00, UTC
GCO2E_PER_KWH = {
    "US-CAL-CISO": "251.5 286.9 308.8 313.4 314.9 317.8 317.4 314.6 312.2 310.1 309.5 310.1"
    " 309.4 302.1 275.7 235.9 202.7 189.9 186.9 185.8 186.2 188.6 195.6 215.7",
    "US-MIDA-PJM": "437.5 439.1 437.5 435.5 423.5 416.5 412.3 410.0 410.3 413.1 417.7 421.2"
    " 424.4 426.3 427.5 428.6 427.9 426.8 426.0 425.4 425.9 428.1 432.0 435.5",
    "US-MIDW-MISO": "543.6 542.5 536.3 528.7 519.8 510.1 501.7 497.7 496.6 499.0 504.9 511.6"
    " 519.5 527.8 533.5 536.4 537.3 536.2 534.2 532.3 531.3 532.8 536.0 540.6",
    "US-NW-BPAT": "82.2 79.4 80.4 83.5 88.4 95.7 102.3 106.5 109.4 111.3 111.0 108.6"
    " 102.0 92.6 90.5 93.3 94.9 95.8 97.0 97.6 98.4 98.1 96.5 90.6",
    "US-NW-PACE": "643.1 682.5 703.1 709.1 713.1 718.9 724.0 728.8 732.2 733.2 735.1 735.7"
    " 733.8 713.1 672.6 629.2 599.0 582.7 572.6 566.5 562.9 560.9 571.0 599.1",
    "US-SE-SOCO": "472.9 476.7 479.8 479.6 475.9 471.7 468.8 468.0 467.8 468.5 468.6 466.6"
    " 458.6 448.9 444.8 444.4 444.6 444.6 444.3 443.8 444.9 450.2 459.8 468.2",
    "US-SW-AZPS": "456.4 482.1 491.7 493.2 494.2 494.5 492.6 490.8 487.7 486.3 485.9 486.3"
    " 487.4 482.4 460.4 432.1 414.5 407.8 405.9 406.8 407.2 409.1 415.2 430.5",
    "US-TEX-ERCO": "445.8 445.4 432.9 417.5 402.6 389.3 380.2 376.1 377.5 382.2 390.7 403.1"
    " 411.4 402.9 388.2 385.5 389.3 394.4 398.1 399.2 398.4 398.8 406.3 427.7",
}


def main() -> int:
    """Write or compare `grid_hours.csv`."""
    args = arguments("Refresh the mean of each hour of the day.")
    rows = [
        dict(zip(COLUMNS, (zone, f"{hour:02d}", value), strict=True))
        for zone, hours in GCO2E_PER_KWH.items()
        for hour, value in enumerate(hours.split())
    ]
    return finish({"grid_hours.csv": table(COLUMNS, COLUMNS[:2], rows)}, check=args.check)


if __name__ == "__main__":
    raise SystemExit(main())
