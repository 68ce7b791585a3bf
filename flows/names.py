"""What our flows and deployments are called in Prefect; people read them in its pages."""

CASE_FLOW = "Hồ sơ"
SWEEP_FLOW = "Rà soát thời hạn"
RECONCILE_FLOW = "Đối chiếu với sổ cái"
DEPLOYMENT = "Liên Thông"
"""Each flow has one deployment of this name."""

AGENCY_TASK = "Gọi hệ thống của cơ quan"
STRAY = "Ngoài sổ cái"
"""A run that somebody started by hand in Prefect's pages: a case has one run, and the ledger knows it."""

SKIPPED = "Bỏ qua"
"""A scheduled run that was missed; a later one does its work."""
