"""ROOM: SQL. The only room that imports sqlmodel or sqlalchemy; table rows never leave it.
MAY IMPORT: engine.core, engine.service.ports, executor_ports, doctor_ports, moving_ports, citizen_ports, paper_ports,
notification_ports, opinion_ports, retention_ports, upload_ports, report_ports, figure_ports with its values in
flow_figures, worklist_ports and token_ports; entries alone the fault points.
MUST NOT: decide anything about law; read the wall clock (the instant comes in).
CALLED BY: engine.wiring.
"""
