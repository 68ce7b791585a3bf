"""Entries of the audit trail: what was done that leaves no event. Ids and codes, no names and no words of people."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from engine.core.identifiers import ActorId, CaseId
from engine.core.values import Instant, Value


class AuditKind(StrEnum):
    """What is entered."""

    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    COMMAND_REFUSED = "command_refused"
    CASE_LOOKED_AT = "case_looked_at"
    TOKEN_ISSUED = "token_issued"
    TOKEN_REVOKED = "token_revoked"
    VERSION_PUBLISHED = "version_published"
    VERSION_ENDED = "version_ended"
    CASE_HELD = "case_held"
    CASE_RELEASED = "case_released"
    CASE_PURGED = "case_purged"
    EXPORTED = "exported"
    IMPORTED = "imported"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    REPORT_EXPORTED = "report_exported"
    PAPER_READ = "paper_read"
    ACCESS_RENEWED = "access_renewed"
    DELEGATION_GIVEN = "delegation_given"
    DELEGATION_ENDED = "delegation_ended"
    TRAIL_READ = "trail_read"


class AuditEntry(Value):
    """Who did what, when and from where. `about`: a command, a token's id, a version, a file's kind; never free words."""

    entry_id: str
    at: Instant
    kind: AuditKind
    actor: ActorId
    case_id: CaseId | None = None
    about: str = ""
    outcome: str = ""
    """The code of a refusal; empty where it was done."""
    address: str = ""
    """The network address of the caller, or `terminal`."""


NOBODY = ActorId("")
"""Who was not known: a sign-in that was refused."""


class Happened(NamedTuple):
    """What may be repeated at will, and is entered once a minute."""

    kind: AuditKind
    actor: ActorId
    case_id: CaseId | None = None
    about: str = ""
    outcome: str = ""


LOOKS: Mapping[str, AuditKind] = {
    **dict.fromkeys(
        (
            *("get_case", "get_case_by_code", "list_events", "get_due_dates", "get_explanation", "get_lateness"),
            *("get_attribution", "list_available_commands", "get_receipt", "follow_case", "get_case_graph"),
            *("list_notices_of_case", "list_papers", "list_files", "list_notifications", "show_case", "show_my_case"),
            # The page that is answered to a form shows the case, or the slip with its secret.
            *("act_on_case",),
            # Lists show names, and a search for one is a look at a person: entered without a case.
            *("list_cases", "show_cases", "read_worklist", "show_worklist"),
            # A question says what one agency wants to know of somebody.
            *("list_asked_opinions", "show_asked_opinions"),
        ),
        AuditKind.CASE_LOOKED_AT,
    ),
    "get_paper": AuditKind.PAPER_READ,
    "get_file": AuditKind.PAPER_READ,
    **dict.fromkeys(
        (
            *("get_tracking_book", "list_cases_of_report_ii06a", "list_inputs_of_indicator_766"),
            *("list_cases_of_procedure_figures", "list_late_cases_of_procedure"),
            *("list_cases_of_agency_figures", "list_late_cases_of_agency"),
            *("show_cases_of_report", "show_inputs_of_766", "show_what_if", "show_late"),
            *("show_cases_of_procedure", "show_cases_of_agency", "show_today"),
        ),
        AuditKind.REPORT_EXPORTED,
    ),
    "list_audit_entries": AuditKind.TRAIL_READ,
}
"""Operation -> what its answer is entered as."""

NO_LOOKS = frozenset(
    {
        *("get_report_ii06a", "get_indicator_766", "get_procedure_figures", "get_agency_figures"),
        *("list_notices", "list_delegations", "show_delegations", "change_delegations", "list_colleagues", "hand_in"),
        *("act_on_worklist", "answer_asked_opinion", "show_new_case", "hand_in_new_case", "choose_stand_in"),
        *("show_report_ii06a", "show_indicator_766", "show_procedure_figures"),
        *("show_access_slip", "print_access_slip"),
    }
)
"""Questions and pages whose answers show nothing of an applicant, or nothing that was not shown a moment ago."""
