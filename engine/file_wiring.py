"""Builds from the settings the store in which the files of papers lie; for the product, and for what carries a ledger."""

from engine.gateways.file_folder import FileFolder
from engine.gateways.s3_files import S3Files
from engine.gateways.s3_signature import Keys
from engine.gateways.system_clock import SystemClock
from engine.service.file_ports import FileStore
from engine.settings import Settings


def file_store(settings: Settings) -> FileStore:
    """Nothing is asked yet."""
    if not settings.files_s3_endpoint:
        return FileFolder(settings.data_dir / "files")
    assert settings.files_s3_access_key is not None and settings.files_s3_secret_key is not None
    keys = Keys(
        settings.files_s3_access_key.get_secret_value(),
        settings.files_s3_secret_key.get_secret_value(),
        settings.files_s3_region,
    )
    # Whatever clock cases go by: the store compares the instant of a request with its own.
    return S3Files(settings.files_s3_endpoint, settings.files_s3_bucket, keys, SystemClock())
