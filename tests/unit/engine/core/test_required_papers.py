"""A step is not completed without the papers that it requires; what comes late comes with the act, or as a supplement."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.core.available import available_commands
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import ProcedureId, ProcedureVersion
from engine.core.law import Law
from engine.core.required_papers import missing_papers
from procedure_defs.example_story import Played, _actor
from procedure_defs.loader import load
from procedure_defs.story import StoryAct, WorkedExample
