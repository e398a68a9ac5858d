"""Slack in the demo town: messages by person through its Web API, or monthly totals from member analytics."""

from __future__ import annotations

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.vendors.slack.demo.members import write_slack_members
from connectors.vendors.slack.demo.web_api import PREFIX, TOKEN, WORDS, SlackServer

VENDORS = {
    "slack": DemoVendor(
        kind="slack",
        about="chat: messages and files sent; newest first, pages shorter than asked for, both ends in, ok: false at 200, a 429 now and then; robots, people who join, a channel without the app",
        settings=f"""\
token_file = "town/{TOKEN}"
endpoint = "$address{PREFIX}"
since = $since""",
        tools=("chat",),
        recorded_verbs=frozenset(WORDS),
        serve=SlackServer,
    ),
    "slack_members": DemoVendor(
        kind="slack_members",
        about="chat: messages and person-days of a month, nobody named; UTC days; half of the files named by Slack; a guest, a robot, those who left",
        settings="""\
files = ["town/slack/*.csv"]
sections = $sections""",
        tools=("chat",),
        has_utc_days=True,
        names_people=False,
        write=write_slack_members,
    ),
}
