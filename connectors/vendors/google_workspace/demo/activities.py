"""The demo town's acts as activities of Google's Reports API, with every field of the real API.

Names, addresses, titles and IP addresses are included, because the connector must keep them out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from connectors.demo_town.simulate.identifiers import code, ip_address, random_int64
from connectors.demo_town.simulate.meetings import Call
from connectors.demo_town.simulate.names import CUSTOMER, DOMAIN
from connectors.demo_town.simulate.workdays import day_of_ms, utc_text
from connectors.vendors.google_workspace.demo import parameters

if TYPE_CHECKING:
    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act

APPLICATIONS = ("drive", "meet", "chat", "calendar")
_APPLICATION_OF = {"files": "drive", "chat": "chat", "calendar": "calendar"}
_ANONYMOUS_PROFILE = "105250506097979753968"

Activity = dict[str, Any]


class Activities:
    """The activities of one application, oldest first; `write` returns one as Google's JSON."""

    def __init__(self, town: DemoTown, application: str) -> None:
        self.application = application
        self._seed = town.seed
        self._staff = {person.staff_no: person for person in town.staff}
        self._records: list[Act | Call] = []
        for day in town.share_of("google"):
            if application == "meet":
                self._records += day.calls
            else:
                acts = day.acts
                self._records += [act for act in acts if _APPLICATION_OF[act.tool] == application]
        # A call is logged when it ends. The sort is stable, so equal instants keep their order.
        self._records.sort(key=_logged_ms)
        self.times = [_logged_ms(record) for record in self._records]

    def address(self, who: str, at_ms: int) -> str:
        """Return the address that Google logs for a member of staff (or an outsider) at that time."""
        person = self._staff.get(who)
        if person is None:
            return who
        if len(person.addresses) == 1:
            return person.addresses[0].mail
        return person.address_on(day_of_ms(at_ms))

    def name(self, who: str) -> str:
        """Return the member's full name."""
        return self._staff[who].name

    def write(self, index: int) -> Activity:
        """Return the activity at `index` in Google's form."""
        record, at_ms = self._records[index], self.times[index]
        qualifier = random_int64(self._seed, self.application, index)
        activity: Activity = {
            "kind": "admin#reports#activity",
            "id": {
                "time": utc_text(at_ms),
                "uniqueQualifier": str(qualifier),
                "applicationName": self.application,
                "customerId": CUSTOMER,
            },
            "etag": f'"{code(43, "etag", self._seed)}/{qualifier & 0xFFFFFFFFFF:x}"',
        }
        if isinstance(record, Call):
            self._write_call(activity, record, qualifier)
        else:
            self._write_act(activity, record, qualifier)
        return activity

    def _write_act(self, activity: Activity, act: Act, qualifier: int) -> None:
        address = self.address(act.who, act.at_ms)
        activity["actor"] = _actor(address)
        if act.tool == "files":
            document = parameters.document(self._seed, act.thing)
            activity["ownerDomain"] = DOMAIN
            activity["ipAddress"] = ip_address(act.who)
            activity["events"] = [
                {
                    "type": "access",
                    "name": name,
                    "parameters": parameters.drive(document, address, is_primary=place == 0),
                    "resourceIds": [document.id],
                }
                for place, name in enumerate(parameters.drive_events(act.verb))
            ]
            activity["resourceDetails"] = [document.details]
        elif act.tool == "chat":
            activity["ipAddress"] = ip_address(act.who)
            activity["events"] = [
                {
                    "type": "user_action",
                    "name": act.verb,
                    "parameters": parameters.chat(act, address, qualifier),
                }
            ]
        else:
            activity["ownerDomain"] = DOMAIN
            activity["ipAddress"] = ip_address(act.who)
            activity["events"] = [
                {
                    "type": parameters.CALENDAR_TYPES[act.verb],
                    "name": act.verb,
                    "parameters": parameters.calendar(act, address),
                }
            ]

    def _write_call(self, activity: Activity, call: Call, qualifier: int) -> None:
        if call.who is None:
            activity["actor"] = {"callerType": "KEY", "key": "HANGOUTS_EXTERNAL_OR_ANONYMOUS"}
        else:
            activity["actor"] = _actor(self.address(call.who, call.left_ms))
        activity["events"] = [
            {
                "type": "call",
                "name": "call_ended",
                "parameters": parameters.meet(
                    call,
                    qualifier,
                    organizer=self.address(call.organizer, call.left_ms),
                    identifier=activity["actor"].get("email"),
                    name=None if call.who is None else self.name(call.who),
                ),
            }
        ]


def _logged_ms(record: Act | Call) -> int:
    return record.left_ms if isinstance(record, Call) else record.at_ms


@cache
def _actor(address: str) -> dict[str, str]:
    if not address:
        return {"email": "", "profileId": _ANONYMOUS_PROFILE}
    return {
        "callerType": "USER",
        "email": address,
        "profileId": str(10**20 + (random_int64("profile", address) & (2**63 - 1))),
    }
