"""Sums behind the manager's figures: what the database notes of each change of a row, and what these notes add up to.

A change is a note of its own, so that two commands never wait for one sum; the sweep adds the notes up.
"""

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field

from engine.store.schema import StoreTable, table_of, where


class FigureMoveTable(StoreTable, table=True):
    """A step of a case, or (`step` empty) a received case, came to look so (+1), or looks so no more (-1)."""

    __tablename__ = "figure_moves"

    id: int | None = Field(
        default=None,
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )
    agency: str
    procedure: str
    version: str
    step: str
    status: str
    """Of what goes on; else empty."""
    due: str
    """The hour of Viet Nam in which the limit of what goes on runs out; empty: it waits, or has none."""
    opened_on: str
    ended_on: str
    by_law: str
    by_wall: str
    working: str
    """Band of the time on its own clock."""
    span: str
    """Band of the time by the wall clock."""
    number: int


class FigureCellTable(StoreTable, table=True):
    """So many of an agency's, alike in one respect (`kind`, see `figure_sql`) on one day."""

    __tablename__ = "figure_cells"
    __table_args__ = (
        # What has come to nothing is found to be taken away.
        Index("ix_figure_cells_empty", "agency", **where("number = 0")),
        # A page of an agency asks for one kind over all procedures.
        Index("ix_figure_cells_day", "agency", "kind", "day"),
    )

    agency: str = Field(primary_key=True)
    procedure: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    label: str = Field(primary_key=True)
    number: int = Field(sa_column_kwargs={"server_default": text("0")})


FIGURE_MOVES = table_of(FigureMoveTable)
FIGURE_CELLS = table_of(FigureCellTable)
