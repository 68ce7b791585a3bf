"""What our flows and deployments are called in Prefect; people read them in its pages."""

from engine.service.executed_runs import CASE_FLOW, DEPLOYMENT, STRAY

__all__ = [
    "ABANDONED",
    "AGENCY_TASK",
    "CASE_FLOW",
    "DEPLOYMENT",
    "PAPER_FLOW",
    "PAPER_TASK",
    "RECONCILE_FLOW",
    "SKIPPED",
    "STRAY",
    "SWEEP_FLOW",
]

SWEEP_FLOW = "Rà soát thời hạn"
RECONCILE_FLOW = "Đối chiếu với sổ cái"
AGENCY_TASK = "Gọi hệ thống của cơ quan"
PAPER_FLOW = "Lập giấy tờ theo mẫu"
PAPER_TASK = "Lập một lượt giấy tờ"
ABANDONED = "Bỏ dở"
"""A scheduled run whose process died: a later one has done its work."""
SKIPPED = "Bỏ qua"
"""A scheduled run that was missed; a later one does its work."""
