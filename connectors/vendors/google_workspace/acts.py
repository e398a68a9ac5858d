"""Every event that Google documents: our action for it, or the reason for leaving it out.

Use is a person's own act. Left out are acts of programs, timers, administrators' tools and other people, and
events that follow automatically from an act with its own record. The README beside this file gives the reasons
in full. An event name in neither table counts as nothing, and `hirogari check` reports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _acts(**names: str) -> Mapping[str, str]:
    """Return event name → action; the arguments map each action to its names, separated by blanks."""
    return {name: action for action, listed in names.items() for name in listed.split()}


ACTIONS: Mapping[str, Mapping[str, str]] = {
    "drive": _acts(
        viewed="view preview",
        edited="edit create_comment edit_comment reassign_comment reopen_comment resolve_comment"
        " create_suggestion accept_suggestion reject_suggestion approval_comment_added"
        " approval_reviewer_responded review_esignature upload_video_caption",
        created="create copy",
        uploaded="upload",
        downloaded="download download_forms_response download_video_caption",
        sent="approval_requested request_esignature email_as_attachment email_collaborators"
        " request_access",
        printed="print",
        managed="rename move trash untrash delete add_to_folder remove_from_folder add_lock remove_lock"
        " delete_comment delete_suggestion approval_canceled approval_due_time_change"
        " approval_reviewer_change cancel_esignature deny_access_request label_added label_removed"
        " label_field_changed change_user_access change_owner change_acl_editors"
        " change_document_access_scope change_document_visibility publish_change publish_new_version"
        " enable_inherited_permissions disable_inherited_permissions shared_drive_membership_change"
        " shared_drive_settings_change team_drive_membership_change team_drive_settings_change"
        " sheets_import_range_access_change delete_revision pin_revision unpin_revision"
        " create_script_trigger delete_script_trigger delete_video_caption report_abuse"
        " appeal_abuse_violation encrypt search pause_sync_client resume_sync_client",
    ),
    "meet": _acts(joined="call_ended livestream_watched"),
    "chat": _acts(
        viewed="conversation_read",
        sent="message_posted reaction_added invite_send app_invoked",
        edited="message_edited",
        created="room_created direct_message_started emoji_created",
        uploaded="attachment_upload",
        downloaded="attachment_download",
        joined="invite_accept",
        managed="message_deleted message_reported message_report_resolved reaction_removed"
        " invite_decline add_room_member remove_room_member role_updated room_left room_deleted"
        " room_name_updated room_details_updated room_unblocked block_room block_user user_unblocked"
        " history_turned_on history_turned_off app_added app_removed emoji_deleted"
        " custom_status_updated unread_timestamp_updated",
    ),
    "calendar": _acts(
        created="create_event create_calendar create_appointment_schedule",
        edited="change_event change_event_title change_event_description change_event_location"
        " change_event_start_time change_event_end_time change_event_guest_response add_event_guest"
        " remove_event_guest change_appointment_schedule",
        downloaded="export_calendar",
        printed="print_preview_event print_preview_calendar",
        managed="delete_event restore_event remove_event_from_trash delete_calendar"
        " delete_appointment_schedule change_calendar_title change_calendar_description"
        " change_calendar_location change_calendar_timezone change_calendar_country change_calendar_acls"
        " add_subscription delete_subscription transfer_event_requested",
    ),
}
"""Application → event name → one of the shape's actions."""


def _left_out(**reasons: str) -> frozenset[str]:
    """Return all names of the arguments, which map each reason to its names, separated by blanks."""
    return frozenset(name for names in reasons.values() for name in names.split())


LEFT_OUT: Mapping[str, frozenset[str]] = {
    "drive": _left_out(
        a_program_or_a_sheet_does_it="access_item_content prefetch_item_content sync_item_content"
        " access_url sheets_import_range sheets_import_url connected_sheets_query",
        it_follows_from_an_act_with_a_record_of_its_own="source_copy label_added_by_item_create"
        " change_owner_hierarchy_reconciled change_document_access_scope_hierarchy_reconciled"
        " change_document_visibility_hierarchy_reconciled change_user_access_hierarchy_reconciled"
        " unmovable_item_reparented",
        time_or_the_system_does_it="approval_completed approval_decisions_reset complete_esignature"
        " expire_access_request apply_security_update remove_security_update"
        " shared_drive_apply_security_update shared_drive_remove_security_update storage_usage_update",
    ),
    "meet": _left_out(
        who_does_it_has_a_connection_that_counts="presentation_started presentation_stopped"
        " poll_answered poll_created question_created question_responded hand_raised"
        " send_chat_everyone send_chat_contributors send_chat_hosts see_chat_everyone"
        " see_chat_participants closed_captions_started recording_activity transcription_activity"
        " broadcast_activity in_meet_broadcast_activity invitation_sent dialed_out ring_sent"
        " ring_answered knocking_accepted knocking_denied abuse_report_submitted",
        it_is_done_to_somebody_or_by_the_system="ring_missed watermarking_active"
        " watermarking_starting watermarking_stopped",
    ),
    "chat": frozenset(),
    "calendar": _left_out(
        it_is_done_to_somebody="notification_triggered change_event_guest_response_auto",
        a_program_does_it="transfer_event_completed interop_freebusy_lookup_outbound_successful"
        " interop_freebusy_lookup_outbound_unsuccessful interop_freebusy_lookup_inbound_successful"
        " interop_freebusy_lookup_inbound_unsuccessful"
        " interop_exchange_resource_availability_lookup_successful"
        " interop_exchange_resource_availability_lookup_unsuccessful"
        " interop_exchange_resource_list_lookup_successful"
        " interop_exchange_resource_list_lookup_unsuccessful",
    ),
}
"""Application → names of known events that are not a person's own act."""

ONE_FOR_ALL = frozenset({"add_event_guest", "remove_event_guest"})
"""Acts that Google records once per guest: they count once per person and instant."""
