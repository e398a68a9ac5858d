"""The words of a demo town that must be left nowhere: what names a person or a thing, and what opens a door."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

from connectors.vendors.google_workspace.demo.activities import Activities

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town import DemoTown


def canaries(demo: Path, town: DemoTown) -> set[str]:
    """Names, addresses, titles, file names and network addresses, as the vendors hold them."""
    found: set[str] = set()
    for person in town.staff:
        found |= {person.name, person.logon, person.staff_no}
        found |= {address.mail for address in person.addresses}
    for log in sorted((demo / "town/cups").iterdir()):
        lines = log.read_text(encoding="utf-8").splitlines()
        found |= {line.split("\t")[-1] for line in lines[:2000]}
    for log in sorted((demo / "town/papercut").iterdir())[:60]:
        lines = log.read_text(encoding="cp932").splitlines()[2:]
        found |= {match.group(1) for line in lines if (match := re.search(r'"([^"]+)"', line))}
    for log in sorted((demo / "town/nextcloud").iterdir()):
        for line in log.read_text(encoding="utf-8").splitlines()[:2000]:
            record = json.loads(line)
            found |= {record["remoteAddr"], *re.findall(r'"(/[^"]+)"', record["message"])}
    for log in sorted((demo / "town/bigbluebutton").iterdir()):
        for line in log.read_text(encoding="utf-8").splitlines()[:2000]:
            body = json.loads(line)["core"]["body"]
            found |= {body.get("name", ""), body.get("extId", "")}
            found.add(body.get("props", {}).get("meetingProp", {}).get("name", ""))
    for log in sorted((demo / "town/ricoh").rglob("*.csv")):
        for row in csv.DictReader(log.read_text(encoding="utf-8-sig").splitlines()):
            found |= {row["文書名"], row["ログインユーザー名"]}
    # A number or a short name stands by chance in any long file of hashes.
    return {word for word in found if len(word) >= 6 and not word.isdecimal()}


def vendor_canaries(town: DemoTown) -> set[str]:
    """What the vendor would send if it were asked for everything."""
    named = {"doc_title", "event_title", "room_name", "attachment_name", "display_name"}
    named |= {"organizer_email", "ip_address", "identifier", "event_guest", "recipient_email"}
    found: set[str] = set()
    for application in ("drive", "meet", "chat", "calendar"):
        activities = Activities(town, application)
        for index in range(0, len(activities.times), 3):
            item = activities.write(index)
            found |= {item.get("ipAddress", ""), item["actor"].get("email", "")}
            for event in item["events"]:
                for parameter in event.get("parameters", []):
                    if parameter["name"] in named:
                        found.add(parameter.get("value", ""))
    return {word for word in found if len(word) >= 6}


def secrets(demo: Path) -> set[str]:
    """The key of pseudonyms, and the lines of the private key that opens Google."""
    account = json.loads((demo / "town/google-service-account.json").read_text(encoding="utf-8"))
    lines = [line for line in account["private_key"].splitlines() if not line.startswith("--")]
    return {*lines, *(demo / "hirogari.key").read_text(encoding="utf-8").splitlines()[1:]}
