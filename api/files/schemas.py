"""What is told of the files of a case."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read


class FileRead(Read):
    """A file, by the SHA-256 of its content; `reference` is what a command names it by."""

    digest: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    reference: str = Field(examples=["file:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    document: str | None = Field(description="What it is by the procedure.", examples=["birth_certificate"])
    named_until: datetime | None = Field(
        description="Until when a command may name it; then it is removed. Null: an event names it, it stays."
    )


class FileAdded(FileRead):
    """A file that was taken, as what is in it says."""

    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="In bytes.", examples=[48213])


class FilesOfCase(Read):
    """Those that events name, then those that wait for a command."""

    items: list[FileRead]
