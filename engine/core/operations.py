"""Which permission each operation needs: every command, every question over HTTP, every page. What is in none of these
tables is refused."""

from collections.abc import Mapping

from engine.core.roles import Permission

COMMANDS: Mapping[str, Permission] = {
    "submit_case": Permission.SUBMIT,
    "receive_case": Permission.RECEIVE,
    "refuse_receipt": Permission.RECEIVE,
    "claim_step": Permission.WORK,
    "release_step": Permission.WORK,
    "assign_step": Permission.SUPERVISE,
    "establish_fact": Permission.WORK,
    "complete_step": Permission.WORK,
    "refuse_step": Permission.WORK,
    "request_supplement": Permission.WORK,
    "acknowledge_work": Permission.EXECUTE,
    "return_to_step": Permission.WORK,
    "ask_opinion": Permission.WORK,
    "give_opinion": Permission.WORK,
    "withdraw_opinion": Permission.WORK,
    "hand_in_supplement": Permission.HAND_IN,
    "resume_time_limit": Permission.WORK,
    "expire_supplement": Permission.EXECUTE,
    "extend_time_limit": Permission.SUPERVISE,
    "note_silence": Permission.EXECUTE,
    "reproject_due_dates": Permission.EXECUTE,
    "transfer_step": Permission.TRANSFER,
    "transfer_case": Permission.TRANSFER,
    "migrate_case": Permission.EXECUTE,
    "withdraw_case": Permission.WITHDRAW,
}
"""Command -> the permission that it needs."""

QUESTIONS: Mapping[str, Permission] = {
    "list_cases": Permission.VIEW,
    "get_case_by_code": Permission.VIEW,
    "get_case": Permission.VIEW,
    "list_events": Permission.VIEW,
    "get_due_dates": Permission.VIEW,
    "get_explanation": Permission.VIEW,
    "get_lateness": Permission.VIEW,
    "get_attribution": Permission.VIEW,
    "list_available_commands": Permission.VIEW,
    "get_receipt": Permission.VIEW,
    "follow_case": Permission.VIEW,
    "get_case_graph": Permission.VIEW,
    "list_notices_of_case": Permission.VIEW,
    "list_papers": Permission.VIEW,
    "list_notifications": Permission.VIEW,
    "get_paper": Permission.VIEW,
    "get_file": Permission.VIEW,
    "list_files": Permission.VIEW,
    "get_tracking_book": Permission.READ_AGENCY,
    "read_worklist": Permission.READ_AGENCY,
    "list_colleagues": Permission.SUPERVISE,
    "list_asked_opinions": Permission.WORK,
    "list_notices": Permission.READ_AGENCY,
    "list_delegations": Permission.DELEGATE,
    "get_report_ii06a": Permission.READ_AGENCY,
    "list_cases_of_report_ii06a": Permission.READ_AGENCY,
    "get_indicator_766": Permission.READ_AGENCY,
    "list_inputs_of_indicator_766": Permission.READ_AGENCY,
    "get_procedure_figures": Permission.READ_AGENCY,
    "list_cases_of_procedure_figures": Permission.READ_AGENCY,
    "list_late_cases_of_procedure": Permission.READ_AGENCY,
    "get_agency_figures": Permission.READ_AGENCY,
    "list_cases_of_agency_figures": Permission.READ_AGENCY,
    "list_late_cases_of_agency": Permission.READ_AGENCY,
    "list_audit_entries": Permission.AUDIT,
}
"""Question over HTTP -> the permission that it needs."""

ACTS_ON_ACCOUNTS: Mapping[str, Permission] = {
    "give_delegation": Permission.DELEGATE,
    "end_delegation": Permission.DELEGATE,
}
"""What is done to accounts, not to cases -> the permission that it needs. Nobody does it on behalf of somebody else."""

ACTS_BESIDE: Mapping[str, Permission] = {
    "renew_citizen_access": Permission.RECEIVE,
    "add_file": Permission.ATTACH,
    "add_file_before": Permission.SUBMIT,
}
"""What is done about a case and leaves no event -> the permission that it needs."""

IN_BATCHES: Mapping[str, Permission] = {"take_batch": Permission.WORK}
"""Several commands in one request -> the permission without which none of them could be given; each asks for its own."""

PAGES: Mapping[str, Permission] = {
    "show_cases": Permission.VIEW,
    "show_case": Permission.VIEW,
    # What its forms order is asked for where every command is: by `COMMANDS`.
    "act_on_case": Permission.VIEW,
    "show_worklist": Permission.READ_AGENCY,
    "act_on_worklist": Permission.WORK,
    "show_asked_opinions": Permission.WORK,
    "answer_asked_opinion": Permission.WORK,
    "show_delegations": Permission.DELEGATE,
    "change_delegations": Permission.DELEGATE,
    "show_new_case": Permission.SUBMIT,
    "hand_in_new_case": Permission.SUBMIT,
    # Those of who answers for an agency.
    "show_today": Permission.READ_AGENCY,
    "show_late": Permission.READ_AGENCY,
    "show_procedure_figures": Permission.READ_AGENCY,
    "show_cases_of_procedure": Permission.READ_AGENCY,
    "show_cases_of_agency": Permission.READ_AGENCY,
    "show_what_if": Permission.READ_AGENCY,
    "show_report_ii06a": Permission.READ_AGENCY,
    "show_cases_of_report": Permission.READ_AGENCY,
    "show_indicator_766": Permission.READ_AGENCY,
    "show_inputs_of_766": Permission.READ_AGENCY,
    "show_access_slip": Permission.RECEIVE,
    "print_access_slip": Permission.RECEIVE,
    "choose_stand_in": Permission.DELEGATE,
    # Those of the holder of a slip.
    "show_my_case": Permission.VIEW,
    "hand_in": Permission.HAND_IN,
}
"""Page -> the permission that it needs."""

PUBLIC = frozenset(
    {
        # The law and the directory of agencies are published.
        *("list_procedures", "get_procedure", "get_procedure_graph", "get_tree", "show_reference"),
        # Monitoring has no account.
        *("get_health", "get_readiness"),
        # The way in and out.
        *("get_root", "get_icon", "show_sign_in", "sign_in", "sign_out"),
        *("begin_provider_sign_in", "finish_provider_sign_in"),
        # Those of the citizen: the secret is asked for there.
        *("show_door", "come_in", "leave", "lead_back"),
    }
)
"""What anybody may ask, signed in or not."""

NEEDED: Mapping[str, Permission] = {
    **COMMANDS,
    **QUESTIONS,
    **ACTS_ON_ACCOUNTS,
    **ACTS_BESIDE,
    **IN_BATCHES,
    **PAGES,
}
"""Operation -> the permission that it needs."""
