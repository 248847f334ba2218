"""The two S3 buckets, in a module of their own: to import what speaks S3 takes half a second.

`media.storage` names them to Django; where files are on the disk nothing imports this.
"""

from botocore.config import Config
from django.utils.http import content_disposition_header
from storages.backends.s3 import S3Storage

SIGNED_URL_SECONDS = 60
SHARED_BUCKET_SETTINGS = {
    "file_overwrite": False,
    "default_acl": None,
    "client_config": Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        # A browser that sends to a signed address does not know a checksum in advance.
        request_checksum_calculation="when_required",
    ),
}


class PublicBucket(S3Storage):
    """What pages show: readable by everyone at an address without a signature."""

    def get_default_settings(self) -> dict:
        """Return what both buckets share, and what makes this one public."""
        return super().get_default_settings() | SHARED_BUCKET_SETTINGS | {"querystring_auth": False}


class PrivateBucket(S3Storage):
    """Private files: an address is signed, and good for a minute."""

    def get_default_settings(self) -> dict:
        """Return what both buckets share, and what keeps this one private."""
        return (
            super().get_default_settings()
            | SHARED_BUCKET_SETTINGS
            | {"querystring_auth": True, "querystring_expire": SIGNED_URL_SECONDS}
        )

    def url(self, name: str, parameters=None, expire=None, http_method=None) -> str:
        """Refuse: whoever asks for a plain address has not asked who reads."""
        raise NotImplementedError("A private file is handed out by its view only.")

    def signed_url(self, name: str, *, file_name: str, content_type: str, inline: bool) -> str:
        """Return an address at which the object store itself answers for SIGNED_URL_SECONDS."""
        return super().url(
            name,
            parameters={
                "ResponseContentType": content_type,
                "ResponseContentDisposition": content_disposition_header(not inline, file_name),
                "ResponseCacheControl": "private, no-store",
            },
        )
