"""What Prefect's part of the work costs, beside a design that starts one process for each resumption."""
