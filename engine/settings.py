"""What can be set from outside, typed and checked at start: environment variables `LIENTHONG_…`."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

import procedure_defs
from engine.core.errors import EngineError
from engine.core.findings import nearest
from engine.core.values import Text
from engine.process_log import LogFormat

PREFIX = "LIENTHONG_"
_SHORTEST_SECRET = 32
HEARD_ELSEWHERE = frozenset({"PREFECT_DATABASE_URL", "API_SOCKET", "PREFECT_SERVER_PARENT", "FAULT_POINT"})
"""By Prefect's server, between our own processes, by tests that kill: no settings of the product."""

_DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")


class SettingsInvalid(EngineError):
    """The environment says what cannot be; the words name the variable, what it may say, and how to mend it."""


class Settings(BaseSettings):
    """One value for each thing that differs between installations; `LIENTHONG_API_PORT=8001` sets `api_port`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

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
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="How citizens reach the pages from outside, for the link on the slip: https://hoso.example.gov.vn",
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^(https://[^\s?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/[^\s?#]*)?)?$",
        description="The OpenID provider that people sign in at, as it writes itself; needs LIENTHONG_PUBLIC_URL.",
    )
    oidc_client_id: str = Field(default="", validate_default=True, description="Our name at the OpenID provider.")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="Our secret at the OpenID provider; none: a public client."
    )
    mail_sender: str = Field(
        default="",
        pattern=r"^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)?$",
        description="Who letters to owners of dossiers come from: Bộ phận Một cửa <motcua@example.gov.vn>",
    )
    smtp_host: str = Field(default="", validate_default=True, description="The mail server; none: no letters.")
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = Field(default="", description="Our name at the mail server; none: it asks for none.")
    smtp_password: SecretStr | None = Field(default=None, description="Our password there.")
    smtp_password_file: Path | None = Field(default=None, description="A file with the password instead.")
    mail_folder: Path | None = Field(
        default=None, description="Letters are written here as .eml files, where no mail server is set: to try it out."
    )
    message_url: str = Field(
        default="",
        pattern=r"^(https://[^\s#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/[^\s#]*)?)?$",
        description="The gateway for text messages (SMS, Zalo) to owners of dossiers: https://…; none: no messages.",
    )
    message_secret: SecretStr | None = Field(
        default=None, description="With which requests to that gateway are signed, at least 32 signs."
    )
    message_secret_file: Path | None = Field(
        default=None, validate_default=True, description="A file with that secret instead."
    )
    malware_scanner: str = Field(
        default="",
        pattern=r"^(tcp://[^\s/?#]+:\d{1,5}|unix:///[^\s?#]+)?$",
        description="The clamd that looks into files: tcp://host:3310 or unix:///run/clamav/clamd.ctl; none: nobody does.",
    )
    files_s3_endpoint: str = Field(
        default="",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="The S3-speaking store of papers' files: https://s3.example.gov.vn; none: files/ in the data folder.",
    )
    files_s3_bucket: str = Field(
        default="",
        pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
        validate_default=True,
        description="Its bucket, without versions.",
    )
    files_s3_region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]{1,40}$", description="Its region.")
    files_s3_access_key: SecretStr | None = Field(
        default=None, validate_default=True, description="The id of our key at the store of files."
    )
    files_s3_secret_key: SecretStr | None = Field(
        default=None, validate_default=True, description="The secret of our key at the store of files."
    )
    agency_systems: dict[str, str] = Field(
        default={}, description='Name of an agency\'s system -> its address, as JSON: {"social_insurance": "http://…"}.'
    )
    dispatcher_concurrency: int = Field(
        default=4, ge=1, le=64, description="How many cases one dispatcher has in Prefect's engine at a time."
    )
    dispatcher_lease_seconds: int = Field(
        default=60,
        ge=5,
        le=600,
        description="How long a case stays with a dispatcher that gives no sign of life, until another one takes it.",
    )
    prefect_hurry_above: int = Field(
        default=300,
        ge=0,
        description="From so many cases that Prefect has not seen, those without work for machines are only shown; 0: never.",
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
    backup_within_hours: int = Field(
        default=48,
        ge=0,
        le=8760,
        description="The doctor warns when the last `lienthong backup` is older; 0: backups are made in another way.",
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

    @field_validator("oidc_issuer")
    @classmethod
    def _led_back_by_name(cls, issuer: str, said: ValidationInfo) -> str:
        if issuer and not said.data.get("public_url"):
            raise ValueError("public_url")
        return issuer

    @field_validator("oidc_client_id")
    @classmethod
    def _known_to_the_provider(cls, client: str, said: ValidationInfo) -> str:
        if said.data.get("oidc_issuer") and not client:
            raise ValueError("oidc_client_id")
        return client

    @field_validator("smtp_host")
    @classmethod
    def _sent_by_somebody(cls, host: str, said: ValidationInfo) -> str:
        if host and not said.data.get("mail_sender"):
            raise ValueError("smtp_host")
        return host

    @field_validator("smtp_password_file", "message_secret_file")
    @classmethod
    def _readable(cls, file: Path | None, said: ValidationInfo) -> Path | None:
        """A secret that cannot be read is found at the start, not with the first letter. The gateway needs one."""
        if file is not None and not os.access(file, os.R_OK):
            raise ValueError("file")
        if said.field_name == "message_secret_file" and said.data.get("message_url"):
            secret = said.data.get("message_secret")
            if len(secret_of(secret, file)) < _SHORTEST_SECRET:
                raise ValueError("message_secret")
        return file

    @field_validator("files_s3_bucket", "files_s3_access_key", "files_s3_secret_key")
    @classmethod
    def _known_to_the_store(cls, given: Any, said: ValidationInfo) -> Any:
        if said.data.get("files_s3_endpoint") and not given:
            raise ValueError(said.field_name)
        return given

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(_DATABASES):
            raise ValueError("database")
        return url


def read_settings(**given: Any) -> Settings:
    """What is set; raises `SettingsInvalid` with every variable that cannot be read. What is `given` comes first."""
    try:
        return Settings(**given)
    except ValidationError as invalid:
        names = [str(error["loc"][0]) for error in invalid.errors()]
    except SettingsError as unreadable:
        names = [name for name in Settings.model_fields if f'"{name}"' in str(unreadable)]
    told = [_told(name) for name in dict.fromkeys(names)]
    raise SettingsInvalid(Text(vi="\n".join(one.vi for one in told), en="\n".join(one.en for one in told)))


def secret_of(given: SecretStr | None, file: Path | None) -> str:
    """What the variable says, or else the file, without the line end that editors put there."""
    if given is not None:
        return given.get_secret_value()
    return file.read_text(encoding="utf-8").strip() if file is not None else ""


def own_folder(folder: Path) -> Path:
    """The data folder, made for its owner alone if it is not there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def spoken_language(arguments: Sequence[str] = ()) -> str:
    """In which language to say that the settings cannot be read; `--lang` among the arguments comes first."""
    for number, word in enumerate(arguments):
        option, _, value = word.partition("=")
        if option == "--lang" and (said := value or "".join(arguments[number + 1 : number + 2])) in {"vi", "en"}:
            return said
    return "en" if os.environ.get("LIENTHONG_LANGUAGE") == "en" else "vi"


def unheard_variables() -> dict[str, Text]:
    """Variables with our prefix that nobody hears, each with what to tell: most likely somebody has misspelt them.

    Told and not refused: one environment file serves the old and the new version while an installation is upgraded.
    """
    known = {name.upper() for name in Settings.model_fields} | HEARD_ELSEWHERE
    ours = sorted(name for name in os.environ if name.upper().startswith(PREFIX))
    return {name: _unheard(name, known) for name in ours if name.upper().removeprefix(PREFIX) not in known}


def _unheard(variable: str, known: set[str]) -> Text:
    near = nearest(variable.upper().removeprefix(PREFIX), sorted(known - HEARD_ELSEWHERE | {"PREFECT_DATABASE_URL"}))
    mend = Text(vi="hãy xem docs/operations.md", en="see docs/operations.md")
    if near is not None:
        mend = Text(vi=f"có phải là {PREFIX}{near} không?", en=f"did you mean {PREFIX}{near}?")
    return Text(
        vi=f"{variable}: không có cài đặt này nên không có tác dụng; {mend.vi}",
        en=f"{variable}: there is no such setting, it has no effect; {mend.en}",
    )


def folder_refused(folder: Path) -> SettingsInvalid:
    """The data folder cannot be made or written to."""
    return SettingsInvalid(
        Text(
            vi=f"không tạo được hoặc không ghi được vào thư mục {folder}; hãy đặt LIENTHONG_DATA_DIR là thư mục ghi được",
            en=f"the folder {folder} cannot be made or written to; set LIENTHONG_DATA_DIR to one that can",
        )
    )


def _told(name: str) -> Text:
    variable, mend = f"LIENTHONG_{name.upper()}", _MENDS.get(name)
    if mend is None:
        field = Settings.model_fields.get(name)
        said = (field.description if field else None) or "see docs/operations.md"
        mend = Text(vi="hãy xem docs/operations.md", en=said)
    return Text(vi=f"{variable}: giá trị không dùng được; {mend.vi}", en=f"{variable}: this cannot be; {mend.en}")


_MENDS = {
    "database_url": Text(
        vi="hãy ghi sqlite:///đường/dẫn.db hoặc postgresql://máy/tên",
        en="write sqlite:///path.db or postgresql://host/name",
    ),
    "oidc_issuer": Text(
        vi="hãy ghi https://… đúng như hệ thống đăng nhập tự ghi, và đặt LIENTHONG_PUBLIC_URL",
        en="write https://… as the provider writes itself, and set LIENTHONG_PUBLIC_URL",
    ),
    "oidc_client_id": Text(
        vi="hãy ghi tên của sản phẩm tại hệ thống đăng nhập (client_id)",
        en="write the product's name at the OpenID provider (client_id)",
    ),
    "mail_sender": Text(
        vi="hãy ghi Tên <địa-chỉ@máy> hoặc địa chỉ thư",
        en="write Name <address@host>, or the address alone",
    ),
    "smtp_host": Text(
        vi="hãy ghi tên máy chủ thư, và đặt LIENTHONG_MAIL_SENDER",
        en="write the name of the mail server, and set LIENTHONG_MAIL_SENDER",
    ),
    "smtp_security": Text(vi="hãy ghi starttls, tls hoặc none", en="write starttls, tls or none"),
    "message_url": Text(
        vi="hãy ghi https://… của cổng nhắn tin", en="write https://…, the address of the gateway for text messages"
    ),
    "message_secret_file": Text(
        vi="hãy ghi một tệp đọc được, hoặc đặt LIENTHONG_MESSAGE_SECRET, với khóa bí mật ít nhất 32 ký tự",
        en="write a file that can be read, or set LIENTHONG_MESSAGE_SECRET; the secret has at least 32 signs",
    ),
    "malware_scanner": Text(
        vi="hãy ghi tcp://máy:3310 hoặc unix:///run/clamav/clamd.ctl",
        en="write tcp://host:3310 or unix:///run/clamav/clamd.ctl",
    ),
    "language": Text(vi="hãy ghi vi hoặc en", en="write vi or en"),
    "api_port": Text(vi="hãy ghi một số từ 1 đến 65535", en="write a number from 1 to 65535"),
    "dispatcher_concurrency": Text(vi="hãy ghi một số từ 1 đến 64", en="write a number from 1 to 64"),
    "agency_systems": Text(
        vi='hãy ghi dạng JSON: {"social_insurance": "http://…"}', en='write JSON: {"social_insurance": "http://…"}'
    ),
    "demo_accounts": Text(vi="hãy ghi true hoặc false", en="write true or false"),
}
