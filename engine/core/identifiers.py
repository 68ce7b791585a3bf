"""The names by which things are known; distinct types so that one id is never passed for another."""

from typing import NewType

CaseId = NewType("CaseId", str)
StepId = NewType("StepId", str)
ProcedureId = NewType("ProcedureId", str)
ProcedureVersion = NewType("ProcedureVersion", str)
AgencyId = NewType("AgencyId", str)
AgencyKind = NewType("AgencyKind", str)
TerritoryId = NewType("TerritoryId", str)
CalendarId = NewType("CalendarId", str)
DocumentId = NewType("DocumentId", str)
CommandId = NewType("CommandId", str)
OpinionId = NewType("OpinionId", str)
SuspensionId = NewType("SuspensionId", str)
ActorId = NewType("ActorId", str)
FormSetId = NewType("FormSetId", str)
DossierCode = NewType("DossierCode", str)
