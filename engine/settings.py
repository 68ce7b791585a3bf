"""What can be set from outside, typed and checked at start: environment variables `LIENTHONG_…`."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

import procedure_defs
from engine.process_log import LogFormat


class Settings(BaseSettings):
    """One value for each thing that differs between installations; `LIENTHONG_API_PORT=8001` sets `api_port`."""

    model_config = SettingsConfigDict(env_prefix="LIENTHONG_", frozen=True, extra="forbid")

    data_dir: Path = Field(default=Path(".lienthong"), description="Where the product keeps its own files.")
    database_url: str = Field(
        default="",
        description="sqlite:///… or postgresql://…; if not given, the file lienthong.db in the data folder.",
    )
    definitions_dir: Path = Field(
        default=Path(procedure_defs.__file__).parent, description="The folder of the procedures, agencies, calendars."
    )
    prefect_api_url: str = "http://127.0.0.1:4200/api"
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=1, le=65535)
    agency_systems: dict[str, str] = Field(
        default={}, description='Name of an agency\'s system -> its address, as JSON: {"social_insurance": "http://…"}.'
    )
    dispatcher_concurrency: int = Field(
        default=4, ge=1, le=64, description="How many cases one dispatcher has in Prefect's engine at a time."
    )
    operations_host: str = Field(default="127.0.0.1", description="Where the two ports for monitoring listen.")
    api_operations_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="/health, /ready and /metrics of the API, apart from the public; 0: none.",
    )
    dispatcher_operations_port: int = Field(
        default=0, ge=0, le=65535, description="/health, /ready and /metrics of the dispatcher; 0: none."
    )
    drain_seconds: int = Field(
        default=0,
        ge=0,
        le=300,
        description="How long an API that was asked to stop goes on, not ready, until it closes.",
    )
    dispatcher_finish_seconds: int = Field(
        default=45, ge=0, le=600, description="How long a dispatcher that was asked to stop finishes what it has begun."
    )
    log_format: LogFormat = Field(default="auto", description="json, console, or auto: readable at a terminal.")
    demo_accounts: bool = Field(default=False, description="Offers invented people to sign in as; never in real use.")
    language: Literal["vi", "en"] = "vi"

    @model_validator(mode="before")
    @classmethod
    def _database_in_the_data_folder(cls, given: Any) -> Any:
        """Whoever moves the data folder moves the database with it."""
        if isinstance(given, dict) and not given.get("database_url"):
            folder = Path(given.get("data_dir") or cls.model_fields["data_dir"].default)
            return {**given, "database_url": f"sqlite:///{folder / 'lienthong.db'}"}
        return given
