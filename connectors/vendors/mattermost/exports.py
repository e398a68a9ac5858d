"""Mattermost's export of a channel, which `hirogari map` recognises."""

from __future__ import annotations

from connectors.contract.configuration import IGNORED
from connectors.contract.messages import Message
from connectors.io.tables.known_exports import Draft, ExportTable, KnownExport, mapped


def _channel(table: ExportTable) -> Draft:
    columns = {"time": table.pick("postcreationtime"), "account": table.pick("useremail")}
    notes = [
        Message(
            "this is Mattermost's export of a channel: kind mattermost reads the server's counts by itself"
        )
    ]
    if "posttype" not in table.names:
        return Draft([mapped(table, "chat", columns, action="sent")], notes)
    columns["action"] = table.pick("posttype")
    words = table.words(columns["action"])
    # The server itself writes every type but messages: joins, renames, calls.
    acts = {word: "sent" if word in {"", "message", "slack_attachment"} else IGNORED for word in words}  # fmt: skip
    return Draft([mapped(table, "chat", columns, actions=acts)], notes)


EXPORTS = (KnownExport((("postcreationtime", "useremail"),), _channel),)
