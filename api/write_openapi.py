"""`python -m api.write_openapi`: writes the OpenAPI document into api/openapi.json, where a test compares it."""

import json
from pathlib import Path

from api.app import create_app
from engine.settings import Settings
from engine.wiring import build

FILE = Path(__file__).with_name("openapi.json")


def openapi_text(settings: Settings) -> str:
    """The document as it stands in the file; the database is not asked."""
    document = create_app(build(settings)).openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(openapi_text(Settings()), encoding="utf-8")
